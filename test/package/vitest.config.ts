import { defineConfig } from 'vitest/config'

/** What users get: the packed tarball, installed into a separate project. */
export default defineConfig({
  test: {
    name: 'package',
    root: import.meta.dirname,
    include: ['*.test.ts'],
    globalSetup: './installed-package.setup.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
