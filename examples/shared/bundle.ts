import { build } from 'esbuild'

/** Bundles the script or the style sheet of a page. */
export async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    write: false,
    // The package as its users get it: this repository's own tsconfig would lead into `src`.
    tsconfigRaw: {},
    // Its side effects are none, outside `node_modules` too.
    logOverride: { 'ignored-bare-import': 'silent' },
  })
  return outputFiles.map((file) => file.text).join('')
}
