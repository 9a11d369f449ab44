import { defineConfig } from 'vitest/config'
import { PlatformReporter } from './platform-reporter.js'

/** The contract on other runtimes than the Node that runs the tests, from the packed tarball. */
export default defineConfig({
  test: {
    name: 'runtimes',
    root: import.meta.dirname,
    include: ['*.test.ts'],
    globalSetup: [
      './install.setup.ts',
      '../package/installed-package.setup.ts',
      './bundle.setup.ts',
      '../setup/scripted-peer.ts',
    ],
    hookTimeout: 300_000,
    maxWorkers: 2,
    reporters: ['default', new PlatformReporter('runtimes')],
  },
})
