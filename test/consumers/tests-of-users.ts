import { join } from 'node:path'
import { build } from 'esbuild'

/** The module systems that users write tests in. */
export const formats = ['cjs', 'esm'] as const
export type Format = (typeof formats)[number]

const extensions = { cjs: '.cjs', esm: '.mjs' }

/** Writes programs of `programs` into a project as files of tests, `NAME.test.cjs` or `NAME.test.mjs`. */
export async function writeTests(
  project: string,
  { programs, format }: { readonly programs: readonly string[]; readonly format: Format },
): Promise<void> {
  const entry = (name: string): [string, string] => [
    `${name}.test`,
    join(import.meta.dirname, 'programs', `${name}.mjs`),
  ]
  await build({
    entryPoints: Object.fromEntries(programs.map(entry)),
    outdir: project,
    outExtension: { '.js': extensions[format] },
    bundle: true,
    packages: 'external',
    format,
    platform: 'node',
    logLevel: 'error',
    // The repository's own settings map the package's name to its sources.
    tsconfigRaw: {},
  })
}
