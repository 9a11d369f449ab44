import { defineConfig } from 'vitest/config'
import { PlatformReporter } from '../runtimes/platform-reporter.js'

/** The contract in browsers, from the packed tarball. */
export default defineConfig({
  test: {
    name: 'browsers',
    root: import.meta.dirname,
    include: ['*.test.ts'],
    globalSetup: [
      './install.setup.ts',
      '../package/installed-package.setup.ts',
      '../runtimes/bundle.setup.ts',
      '../setup/scripted-peer.ts',
    ],
    hookTimeout: 300_000,
    maxWorkers: 2,
    reporters: ['default', new PlatformReporter('browsers')],
  },
})
