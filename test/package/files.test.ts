import { readdirSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { expect, inject, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { proseOf } from '../docs/code-block.js'
import { page } from '../docs/pages.js'

const files = inject('packedFiles')

function isExample(path: string): boolean {
  const kinds = /\.(?:css|html|json|jsx?|md|mjs|svelte|svg|tsx?|vue)$/
  const left = /(?:^|\/)(?:node_modules|dist|build|coverage|\.[^/]+)\/|\.test\.|package-lock\.json$/
  return kinds.test(path) && !left.test(path)
}

// docs/architecture.md is for those who have the sources, which it links to.
const pages = files.filter((path) => path.endsWith('.md') && path !== 'docs/architecture.md')

const entryFolders = Object.entries(manifest.exports).flatMap(([subpath, targets]) => {
  if (subpath === '.' || typeof targets === 'string') return []
  const { import: esm, require: cjs } = targets
  const pointers = { main: cjs.default, module: esm.default, types: esm.types }
  return [{ path: `${subpath.slice(2)}/package.json`, pointers }]
})

it('the tarball has dist, docs, examples, a folder for each entry and the pages, no more', () => {
  const pages = ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'package.json']
  expect(files.filter((path) => !/^(dist|docs|examples)\//.test(path)).sort()).toEqual(
    [...pages, ...entryFolders.map(({ path }) => path)].sort(),
  )
  expect(files.filter((path) => path.startsWith('docs/') && !path.endsWith('.md'))).toEqual([])
})

it('the tarball has the sources of the examples with frameworks, without lockfiles and builds', () => {
  const paths = files.filter((path) => path.startsWith('examples/frameworks/'))
  expect(paths).toContain('examples/frameworks/angular/src/chat-room.ts')
  const others = paths.filter(
    (path) => !/^examples\/frameworks\/(README\.md|[^/]+\/(src\/(app\/)?)?[^/]+)$/.test(path),
  )
  expect(others).toEqual([])
  expect(paths.filter((path) => path.endsWith('package-lock.json'))).toEqual([])
})

it('the tarball has all pages of docs, and of examples only what is read, copied or started', () => {
  const pages = readdirSync(new URL('../../docs/', import.meta.url)).map((name) => `docs/${name}`)
  expect(files.filter((path) => path.startsWith('docs/')).sort()).toEqual(pages.sort())
  const examples = files.filter((path) => path.startsWith('examples/'))
  // The chat installs the packages of NATS by `npm ci`.
  const lock = 'examples/chat/nats/package-lock.json'
  expect(examples.filter((path) => !isExample(path) && path !== lock)).toEqual([])
  expect(examples).toContain(lock)
})

it('would see what is no example', () => {
  const wrong = [
    'page.test.ts',
    'vue/package-lock.json',
    'vue/dist/index.js',
    'vue/node_modules/a.js',
  ]
  const others = [
    '.angular/cache.json',
    'next/.next/a.js',
    'debug.log',
    'next/tsconfig.tsbuildinfo',
  ]
  for (const path of [...wrong, ...others]) expect(isExample(`examples/${path}`), path).toBe(false)
})

it('the tarball is smaller than a megabyte', async () => {
  const { size } = await stat(inject('tarball'))
  expect(size).toBeLessThan(1_000_000)
})

it.each(pages)('what %s links to is in the tarball', (path) => {
  const links = [...proseOf(page(path)).matchAll(/\]\((?!https?:)([^)\s#]+)/g)]
  const targets = links.map(([, target = '']) => posix.join(posix.dirname(path), target))
  const missing = targets.filter(
    (target) => !files.some((file) => `${file}/`.startsWith(`${target}/`)),
  )
  expect(missing).toEqual([])
})

it.each(entryFolders)(
  'tools that do not read "exports" find the files of an entry in $path',
  async ({ path, pointers }) => {
    const installed = join(inject('consumer'), 'node_modules/web-socket-channel')
    const found = JSON.parse(await readFile(join(installed, path), 'utf8')) as typeof pointers
    const { main, module, types } = found
    const targets = [main, module, types].map((target) => `./${posix.join('x', target)}`)
    expect(targets).toEqual(Object.values(pointers))
    expect(files).toEqual(expect.arrayContaining(targets.map((target) => target.slice(2))))
  },
)

it('dist has code, types and source maps, no tests and no sources', () => {
  expect(files.filter((path) => path.startsWith('dist/'))).toEqual(
    files.filter((path) =>
      /^dist\/[A-Za-z0-9_.-]+\.(js|cjs|d\.ts|d\.cts|js\.map|cjs\.map)$/.test(path),
    ),
  )
})

it.each([
  'index',
  'index.node',
  'status',
  'browser',
  'node',
  'react',
  'rxjs',
  'server',
  'testing',
  'websocket-stream',
])('the entry %s is there as ESM and CommonJS, with types for both', (entry) => {
  for (const extension of ['js', 'cjs', 'd.ts', 'd.cts']) {
    expect(files).toContain(`dist/${entry}.${extension}`)
  }
})
