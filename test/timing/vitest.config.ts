import { defineConfig } from 'vitest/config'
import { failures } from '../setup/failures.js'

/** Tests that bound times, stalls of the event loop and discarded compiled code. They run one after another, with nothing beside them. */
export default defineConfig({
  test: {
    name: 'timing',
    root: import.meta.dirname,
    include: ['*.test.ts'],
    setupFiles: ['../setup/no-unhandled-errors.ts'],
    fileParallelism: false,
    ...failures,
  },
})
