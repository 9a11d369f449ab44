import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { transformSync } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Outcome } from './block-runner.js'
import { type CodeBlock, codeBlocks, exampleBlocks } from './code-block.js'
import { startHosts } from './hosts.js'
import { guides, root, sources } from './pages.js'
import { program, promisedLines } from './program.js'

// The code of README.md, docs/ and the `@example`s of src/, as users would run it: against the built package. Mark a block
// `ts no-run` if it needs a browser or is a server: it is type-checked here, servers.test.ts starts the servers, and test/site runs
// the others in Chromium. Tests are marked with the runner that
// test/consumers runs them in, such as `ts in-vitest`.
const blocks = [...guides.flatMap(codeBlocks), ...sources.flatMap(exampleBlocks)].filter(
  ({ info: [language = '', ...marks] }) =>
    ['ts', 'js'].includes(language) && !marks.some((mark) => mark.startsWith('in-')),
)
const runnable = blocks.filter(({ info }) => !info.includes('no-run'))

// Inside the repository, so that `web-socket-channel` is found as the package's own name.
const folder = `${root}reports/docs`
const tsc = createRequire(import.meta.url).resolve('typescript/lib/tsc.js')
// Some examples use the platform's own class, which Node hides behind this flag before 22.
const flags = Number(process.versions.node.split('.')[0]) < 22 ? ['--experimental-websocket'] : []
const execute = promisify(execFile)

const compilerOptions = {
  target: 'ES2022',
  lib: ['ES2023', 'DOM', 'DOM.AsyncIterable', 'ESNext.Disposable'],
  types: ['node'],
  module: 'ESNext',
  moduleResolution: 'Bundler',
  strict: true,
  noEmit: true,
  skipLibCheck: true,
}

function fileOf({ place }: CodeBlock): string {
  return `${folder}/${place.replace(/\W+/g, '-')}`
}

function writeScript(file: string, code: string): void {
  writeFileSync(file, transformSync(code, { loader: 'ts', target: 'es2022' }).code)
}

/** Runs all blocks in a separate process; `outcomeOf` returns the outcome of one. */
async function runBlocks(): Promise<(block: CodeBlock) => Outcome> {
  const hosts = await Promise.all(runnable.map((block) => startHosts(program(block))))
  try {
    const programs = runnable.map((block, index) => {
      const file = `${fileOf(block)}.mjs`
      writeScript(file, hosts[index]?.intoReal(program(block)) ?? '')
      return { file, promised: promisedLines(block) }
    })
    writeScript(`${folder}/runner.mjs`, readFileSync(runner, 'utf8'))
    const words = [...flags, '--no-warnings', `${folder}/runner.mjs`, JSON.stringify(programs)]
    const { stdout } = await execute(process.execPath, words)
    const outcomes = (JSON.parse(stdout) as Outcome[]).map((outcome, index) => ({
      ...outcome,
      printed: hosts[index]?.intoNames(outcome.printed) ?? '',
    }))
    return (block) =>
      outcomes[runnable.indexOf(block)] ?? { printed: '', problem: 'it did not run' }
  } finally {
    for (const host of hosts) await host.close()
  }
}

const runner = new URL('block-runner.ts', import.meta.url)

/** Type-checks all blocks at once, and resolves with the errors that the compiler found. */
async function compile(): Promise<string> {
  for (const block of blocks) writeFileSync(`${fileOf(block)}.ts`, program(block))
  const config = `${folder}/tsconfig.json`
  writeFileSync(config, JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  const { stdout } = await execute(process.execPath, [tsc, '-p', config]).catch(asOutput)
  return stdout
}

/** A compiler that found errors exits with 2; what it found is in its output. */
function asOutput(failure: unknown): { readonly stdout: string } {
  if (failure instanceof Error && 'stdout' in failure) return { stdout: String(failure.stdout) }
  throw failure
}

describe('the code of the documentation', () => {
  let outcomeOf: Awaited<ReturnType<typeof runBlocks>>
  let errors: string

  beforeAll(async () => {
    if (!existsSync(`${root}dist/index.js`)) {
      throw new Error('Cannot try the code of the documentation: run "npm run build" first')
    }
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    ;[errors, outcomeOf] = await Promise.all([compile(), runBlocks()])
  }, 60_000)

  it('type-checks', () => {
    expect(errors).toBe('')
  })

  it.each(runnable)('runs, and prints what it says: $place', (block) => {
    const { printed, problem } = outcomeOf(block)
    expect(problem).toBeUndefined()
    expect(printed.split('\n')).toEqual(expect.arrayContaining([...promisedLines(block)]))
  })
})
