import { posix } from 'node:path'
import { expect, inject, it } from 'vitest'
import { proseOf } from '../docs/code-block.js'
import { page } from '../docs/pages.js'

const files = inject('packedFiles')
// docs/architecture.md is for those who have the sources, which it links to.
const pages = files.filter((path) => path.endsWith('.md') && path !== 'docs/architecture.md')

it('the tarball has dist, docs, examples and the pages about the package, no more', () => {
  expect(files.filter((path) => !/^(dist|docs|examples)\//.test(path)).sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'SECURITY.md',
    'package.json',
  ])
  expect(files.filter((path) => path.startsWith('docs/') && !path.endsWith('.md'))).toEqual([])
})

it.each(pages)('what %s links to is in the tarball', (path) => {
  const links = [...proseOf(page(path)).matchAll(/\]\((?!https?:)([^)\s#]+)/g)]
  const targets = links.map(([, target = '']) => posix.join(posix.dirname(path), target))
  const missing = targets.filter(
    (target) => !files.some((file) => `${file}/`.startsWith(`${target}/`)),
  )
  expect(missing).toEqual([])
})

it('dist has code, types and source maps, no tests and no sources', () => {
  expect(files.filter((path) => path.startsWith('dist/'))).toEqual(
    files.filter((path) =>
      /^dist\/[A-Za-z0-9_.-]+\.(js|cjs|d\.ts|d\.cts|js\.map|cjs\.map)$/.test(path),
    ),
  )
})

it.each(['index', 'index.node', 'status', 'browser', 'node', 'testing'])(
  'the entry %s is there as ESM and CommonJS, with types for both',
  (entry) => {
    for (const extension of ['js', 'cjs', 'd.ts', 'd.cts']) {
      expect(files).toContain(`dist/${entry}.${extension}`)
    }
  },
)
