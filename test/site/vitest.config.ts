import { defineConfig } from 'vitest/config'
import { failures } from '../setup/failures.js'

/** The site that `npm run docs` has built: its links, its reference, and how it looks in Chromium. */
export default defineConfig({
  test: {
    name: 'site',
    root: import.meta.dirname,
    include: ['*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 10_000 } },
    ...failures,
  },
})
