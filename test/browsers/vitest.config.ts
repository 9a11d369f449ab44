import { defineConfig } from 'vitest/config'
import { runnable } from '../setup/runnable.js'
import { PlatformReporter } from '../runtimes/platform-reporter.js'

/** The contract in browsers, from the packed tarball. */
export default defineConfig({
  test: {
    name: 'browsers',
    root: import.meta.dirname,
    include: runnable('browsers', {
      'chromium.test.ts': ['chromium'],
      'drop-in.test.ts': ['chromium'],
      'firehose.test.ts': ['chromium'],
      'hidden-page.test.ts': ['chromium'],
      'reconnecting.test.ts': ['chromium', 'firefox-esr', 'webkitgtk', 'Xvfb'],
      'firefox.test.ts': ['firefox-esr'],
      'webkitgtk.test.ts': ['webkitgtk', 'Xvfb'],
    }),
    globalSetup: [
      '../package/installed-package.setup.ts',
      '../runtimes/bundle.setup.ts',
      '../setup/scripted-peer.ts',
    ],
    hookTimeout: 300_000,
    maxWorkers: 2,
    reporters: ['default', new PlatformReporter('browsers')],
  },
})
