import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, inject, it } from 'vitest'

const tsc = new URL('../../../node_modules/typescript/bin/tsc', import.meta.url).pathname

it(
  'the programs of the chat compile, those that need the packages of NATS too',
  { timeout: 60_000 },
  async () => {
    const compiling = promisify(execFile)(process.execPath, [tsc, '-p', import.meta.dirname])
    expect((await compiling).stdout).toBe('')
  },
)

it('the package does not contain the packages of NATS', () => {
  const files = inject('packedFiles')
  expect(files).toContain('examples/chat/nats/package-lock.json')
  expect(files.filter((path) => path.includes('node_modules/'))).toEqual([])
})
