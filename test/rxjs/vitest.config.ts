import { defineConfig } from 'vitest/config'

/** The packed tarball beside every generation of RxJS: installed, compiled and used as users do. */
export default defineConfig({
  test: {
    name: 'rxjs',
    root: import.meta.dirname,
    include: ['*.test.ts'],
    globalSetup: './install.setup.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
