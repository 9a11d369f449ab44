import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** The units of the core and of the layers, and the contract on the in-memory pair: what to run while editing. */
export default defineConfig({
  test: {
    name: 'quick',
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/{core,layers}/**/*.test.ts', 'test/contract/pair.test.ts'],
    exclude: ['test/**/*.browser.test.ts'],
    globalSetup: ['test/setup/scripted-peer.ts'],
    setupFiles: ['test/setup/no-unhandled-errors.ts'],
  },
})
