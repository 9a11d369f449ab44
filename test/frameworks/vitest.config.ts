import { defineConfig } from 'vitest/config'

/**
 * The packed tarball in the applications of examples/frameworks: installed, built for production and used in Chromium. Those with
 * Vite are also edited under its server for development.
 */
export default defineConfig({
  test: {
    name: 'frameworks',
    root: import.meta.dirname,
    include: ['*.test.ts'],
    globalSetup: './pack.setup.ts',
    // An installation and a build of the largest framework.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 1,
    env: { NEXT_TELEMETRY_DISABLED: '1' },
  },
})
