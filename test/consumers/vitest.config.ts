import { defineConfig } from 'vitest/config'

/** The packed tarball in the hands of the tools that users run it with: each does the README's job. */
export default defineConfig({
  test: {
    name: 'consumers',
    root: import.meta.dirname,
    include: ['*.test.ts'],
    globalSetup: [
      './install.setup.ts',
      '../package/installed-package.setup.ts',
      './echo-server.setup.ts',
    ],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Each test starts a tool of two or more processes or threads.
    maxWorkers: 2,
  },
})
