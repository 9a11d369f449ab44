import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const runner = fileURLToPath(new URL('vitest.mjs', import.meta.resolve('vitest/package.json')))
const config = fileURLToPath(new URL('fixture/vitest.config.ts', import.meta.url))

test.each(['rejection', 'exception'])(
  'an unhandled %s fails a run in which every test passes',
  async (kind) => {
    const { code, output } = await run(kind)
    expect(output).toContain('1 passed')
    expect(output).toContain(`Error: unhandled ${kind}`)
    expect(code).toBe(1)
  },
)

async function run(kind: string): Promise<{ code: number | null; output: string }> {
  return await new Promise((resolve) => {
    const env = { ...process.env, UNHANDLED: kind, NO_COLOR: '1', FORCE_COLOR: '0' }
    const child = execFile(
      process.execPath,
      [runner, 'run', '--config', config],
      { env },
      (_, stdout, stderr) => resolve({ code: child.exitCode, output: `${stdout}${stderr}` }),
    )
  })
}
