import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, it } from 'vitest'

const folder = fileURLToPath(new URL('../../examples/demo/page/', import.meta.url))

async function bundled(script: string, external: readonly string[] = []) {
  return build({
    entryPoints: [folder + script],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    write: false,
    metafile: true,
    tsconfigRaw: {},
    external: [...external],
    logOverride: { 'ignored-bare-import': 'silent' },
  })
}

it.each(['server-page.ts', 'in-page.ts'])(
  'the minified code of %s, without the library and its RxJS, is below 15 kB',
  async (script) => {
    const { outputFiles } = await bundled(script, ['web-socket-channel', 'rxjs'])
    const size = outputFiles[0]?.contents.length ?? NaN
    expect(size).toBeGreaterThan(5_000)
    expect(size).toBeLessThan(15_000)
  },
)

it('the page contains the library, what that depends on, and no other package', async () => {
  const { metafile } = await bundled('server-page.ts')
  const packages = Object.keys(metafile.inputs).map((path) => {
    return /^(node_modules\/[^/]+|dist|examples)\//.exec(path)?.[1] ?? path
  })
  expect([...new Set(packages)].sort()).toEqual([
    'dist',
    'examples',
    'node_modules/isomorphic-ws',
    'node_modules/rxjs',
    'node_modules/tslib',
  ])
})
