import { defineConfig } from 'vitest/config'

/** The differential tests of the fast path, and whether the installed ws is listed as tested. Runs without a browser. */
export default defineConfig({
  test: {
    name: 'fast path',
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/adapters/node/fast-path/**/*.test.ts', 'test/adapters/node/ws-version.test.ts'],
    globalSetup: ['test/setup/scripted-peer.ts'],
    setupFiles: ['test/setup/no-unhandled-errors.ts'],
    testTimeout: 15_000,
  },
})
