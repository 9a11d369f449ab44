import { defineConfig } from 'vitest/config'
import { failures } from '../setup/failures.js'

/** The tests that look at the core closely and take little time: each mutant has them run once more. */
export default defineConfig({
  test: {
    root: 'test',
    include: [
      'core/**/*.test.ts',
      'contract/pair.test.ts',
      'faults/close-codes.test.ts',
      'faults/model.test.ts',
      'faults/model-regressions.test.ts',
    ],
    // Fewer than elsewhere: they are run for each mutant that they might notice.
    env: { MODEL_RUNS: '2000' },
    globalSetup: ['setup/scripted-peer.ts'],
    setupFiles: ['setup/no-unhandled-errors.ts'],
    ...failures,
    testTimeout: 15_000,
  },
})
