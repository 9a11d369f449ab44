import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { inject } from 'vitest'

/** Bundles the script of a page with the package that is installed. */
export async function bundlePage(name: string): Promise<string> {
  const contents = await readFile(join(import.meta.dirname, name), 'utf8')
  const { outputFiles } = await build({
    stdin: { contents, loader: 'ts', resolveDir: inject('consumer') },
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'error',
    tsconfigRaw: {},
  })
  return outputFiles[0]?.text ?? ''
}
