import { expect, inject, it } from 'vitest'

const files = inject('packedFiles')

it('the tarball has the package file, the license, the README, the changelog and dist, no more', () => {
  expect(files.filter((path) => !path.startsWith('dist/')).sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'package.json',
  ])
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
