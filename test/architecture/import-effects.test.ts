import { createHook } from 'node:async_hooks'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { Script } from 'node:vm'
import type { BuildOptions, Plugin } from 'esbuild'
import { build } from 'esbuild'
import { describe, expect, it, vi } from 'vitest'
import { portableEntries } from './import-rules.js'
import { parseSourceModule, reachableFrom, readSourceModules } from './source-module.js'

const src = fileURLToPath(new URL('../../src/', import.meta.url))
const require = createRequire(import.meta.url)
const packages = ['rxjs', 'ws', 'isomorphic-ws']
const modules = readSourceModules()
const paths = modules.map(({ path }) => path)
const portable = new Set(
  portableEntries.flatMap((entry) => [...reachableFrom(entry, modules).keys()]),
)

/** Makes esbuild look for itself, instead of believing `sideEffects: false` in package.json. */
const disbelieving: Plugin = {
  name: 'disbelieving',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^\.{1,2}\// }, async ({ path, pluginData, ...rest }) => {
      if (pluginData === 'seen') return undefined
      const found = await esbuild.resolve(path, { ...rest, pluginData: 'seen' })
      return { path: found.path, errors: found.errors, sideEffects: true }
    })
    esbuild.onResolve({ filter: /^[a-z]/ }, ({ path }) => ({
      path,
      external: true,
      sideEffects: false,
    }))
  },
}

async function bundle(contents: string, format: 'cjs' | 'esm'): Promise<string> {
  const options: BuildOptions = { bundle: true, write: false, minifySyntax: true, format }
  const stdin = { contents, resolveDir: src, loader: 'ts' as const }
  const result = await build({ ...options, stdin, plugins: [disbelieving], logLevel: 'silent' })
  return result.outputFiles?.[0]?.text ?? ''
}

/** Runs code and reports its effects: what it started, listened to, and put on `globalThis`. */
function effectsOf(code: string): string[] {
  const script = new Script(`(require, module) => {${code}\n}`)
  const run = script.runInThisContext() as (load: NodeJS.Require, module: object) => void
  const globals = new Set(Reflect.ownKeys(globalThis))
  const effects: string[] = []
  const started = createHook({ init: (_id, type) => effects.push(type) }).enable()
  spyOnListeners(effects)
  run(require, { exports: {} })
  started.disable()
  vi.restoreAllMocks()
  const made = Reflect.ownKeys(globalThis).filter((key) => !globals.has(key))
  // A promise that is only made calls nobody and keeps nothing alive.
  return [...effects.filter((type) => type !== 'PROMISE'), ...made.map(String)]
}

function spyOnListeners(effects: string[]): void {
  vi.spyOn(process, 'on').mockImplementation((event) => {
    effects.push(`process.on ${String(event)}`)
    return process
  })
  vi.spyOn(EventTarget.prototype, 'addEventListener').mockImplementation((type) => {
    effects.push(`addEventListener ${type}`)
  })
}

/** The first line of each statement at the top of a bundle, without the keyword. */
function remainsOf(code: string): string[] {
  const { statements } = parseSourceModule('bundle.js', code).tree
  return statements.map((statement) => statement.getText().replace(/^var |\n.*/gs, ''))
}

describe('importing does nothing', () => {
  for (const name of packages) require(name)

  it.each(paths)('%s', async (path) => {
    const code = await bundle(`export * from './${path}'`, 'cjs')
    expect(effectsOf(code)).toEqual([])
  })

  it.each([
    ['Timeout', 'setTimeout(() => {})'],
    ['Immediate', 'setImmediate(() => {})'],
    ['Microtask', 'queueMicrotask(() => {})'],
    ['TCPSERVERWRAP', `require('node:net').createServer().listen(0).unref()`],
    ['process.on exit', `process.on('exit', () => {})`],
    ['addEventListener abort', `new EventTarget().addEventListener('abort', () => {})`],
    ['madeByAModule', 'globalThis.madeByAModule = 1'],
  ])('would be seen: %s', (effect, code) => {
    expect(effectsOf(code)).toContain(effect)
  })
})

describe('an import of which nothing is used leaves nothing in a bundle', () => {
  it.each([...portable])('%s', async (path) => {
    expect(remainsOf(await bundle(`import './${path}'`, 'esm'))).toEqual([])
  })

  it('would be seen if a byte remained', async () => {
    const code = await bundle('export {}; const born = Date.now()', 'esm')
    expect(remainsOf(code)).toEqual(['born = Date.now();'])
  })
})
