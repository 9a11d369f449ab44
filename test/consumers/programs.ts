import { join } from 'node:path'
import { build } from 'esbuild'

/** The module systems that users write in. */
export const formats = ['cjs', 'esm'] as const
export type Format = (typeof formats)[number]

/** What the names of files end with. */
export const extensions = { cjs: '.cjs', esm: '.mjs' }

/** What to write, and how. */
export interface Written {
  /** Names of files in the folder `programs`, without `.mjs`. */
  readonly programs: readonly string[]
  readonly format: Format
  /** What follows the name of each program in that of its file, such as `.test`. */
  readonly suffix?: string
}

/** Writes programs of `programs` into a project, as `NAME.cjs` or `NAME.mjs`, and resolves with the names of the files. */
export async function writePrograms(
  project: string,
  { programs, format, suffix = '' }: Written,
): Promise<readonly string[]> {
  await build({
    entryPoints: Object.fromEntries(
      programs.map((name) => [name + suffix, join(import.meta.dirname, 'programs', `${name}.mjs`)]),
    ),
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
  return programs.map((name) => name + suffix + extensions[format])
}
