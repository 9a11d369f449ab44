import { defineConfig } from 'vitest/config'

/** Servers and proxies made by others, on the loopback interface. */
export default defineConfig({
  test: {
    name: 'peers',
    root: import.meta.dirname,
    include: ['*.test.ts'],
    globalSetup: './install.setup.ts',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
  },
})
