import { execFile } from 'node:child_process'
import { readFile, mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, inject, it, vi } from 'vitest'
import { codeBlocks, exampleBlocks } from '../../docs/code-block.js'
import { guides, sources } from '../../docs/pages.js'
import { reactVersions } from '../react-versions.js'

const tsc = createRequire(import.meta.url).resolve('typescript/lib/tsc.js')
const setups: readonly Setup[] = [
  { module: 'ESNext', moduleResolution: 'Bundler', type: 'module' },
  { module: 'NodeNext', moduleResolution: 'NodeNext', type: 'commonjs' },
]
/** The components in the documentation, without those of files that are tested elsewhere. */
const examples = [...guides.flatMap(codeBlocks), ...sources.flatMap(exampleBlocks)].filter(
  ({ info: [language, file], code }) =>
    language === 'tsx' && file === undefined && code.includes('web-socket-channel/react'),
)

// The compiler takes some ten seconds, and several times as long on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

interface Setup {
  readonly module: string
  readonly moduleResolution: string
  readonly type: string
  /** Whether the compiler leaves out errors in declarations. */
  readonly skipLibCheck?: boolean
}

/** Compiles files in a project; resolves with the compiler's errors. */
async function compile(folder: string, { type, ...resolution }: Setup): Promise<string> {
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type }))
  const compilerOptions = {
    ...{ target: 'ES2022', lib: ['ES2022', 'DOM', 'DOM.AsyncIterable'], types: [], noEmit: true },
    ...{ strict: true, exactOptionalPropertyTypes: true, jsx: 'preserve', skipLibCheck: true },
    ...resolution,
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch(
    asOutput,
  )
  return stdout
}

/** A compiler that found errors exits with 1 or 2; what it found is in its output. */
function asOutput(failure: unknown): { readonly stdout: string } {
  if (failure instanceof Error && 'stdout' in failure) return { stdout: String(failure.stdout) }
  throw failure
}

it('the documentation has an example of each function', () => {
  const text = examples.map(({ code }) => code).join('\n')
  for (const name of ['useChannel(', 'useSnapshot(', 'useStatus(', '<StreamBuilder']) {
    expect(text).toContain(name)
  }
})

describe.each(reactVersions)('with the types of React %s', (version) => {
  it.each(setups)('components compile as $module, package type $type', async (setup) => {
    const folder = join(inject('reactProjects')[version] ?? '', `types-${setup.type}`)
    await mkdir(folder)
    const consumer = await readFile(new URL('../types/consumer.tsx', import.meta.url), 'utf8')
    await writeFile(join(folder, 'consumer.tsx'), consumer)
    for (const [index, { code }] of examples.entries()) {
      await writeFile(join(folder, `example-${index}.tsx`), code)
    }
    expect(await compile(folder, setup)).toBe('')
  })
})

// The types of React 18.0 have an error: they name a module without types.
it('the declarations of the entry have no errors', async () => {
  const folder = join(inject('reactProjects')['19'] ?? '', 'declarations')
  await mkdir(folder)
  const consumer = `export * from 'web-socket-channel/react'`
  await writeFile(join(folder, 'consumer.ts'), consumer)
  const setup = { module: 'NodeNext', moduleResolution: 'NodeNext', type: 'module' }
  expect(await compile(folder, { ...setup, skipLibCheck: false })).toBe('')
})
