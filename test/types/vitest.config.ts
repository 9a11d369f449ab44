import { defineConfig } from 'vitest/config'

/** The types of the packed tarball, compiled as users do by the oldest and the newest TypeScript. */
export default defineConfig({
  test: {
    name: 'types',
    root: import.meta.dirname,
    include: ['*.test.ts'],
    globalSetup: ['./install.setup.ts', '../package/installed-package.setup.ts'],
    // Compilers are separate processes.
    sequence: { concurrent: true },
    maxConcurrency: 2,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
