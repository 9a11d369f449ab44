import { defineConfig } from 'vitest/config'
import { failures } from '../setup/failures.js'

/** Tests that bound times and stalls of the event loop. They run one after another, with nothing beside them. */
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
