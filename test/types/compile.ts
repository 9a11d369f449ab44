import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeProject } from './project.js'

const run = promisify(execFile)

/** How a user compiles: the extensions say which module system the file is in. */
export interface Setup {
  readonly module: string
  readonly moduleResolution: string
  readonly extensions: readonly string[]
}

export const setups: readonly Setup[] = [
  { module: 'ESNext', moduleResolution: 'Bundler', extensions: ['ts'] },
  { module: 'Node16', moduleResolution: 'Node16', extensions: ['mts', 'cts'] },
  { module: 'NodeNext', moduleResolution: 'NodeNext', extensions: ['mts', 'cts'] },
]

/** The types of rxjs name it, and without DOM types and those of Node nobody declares it. */
const globals = 'declare function setTimeout(handler: () => void, milliseconds: number): number'

/** A file of `consumers`. */
export interface Consumer {
  readonly name: string
  readonly lib: readonly string[]
  readonly project: string
  /** Packages of this folder that it imports. They are ECMAScript modules, and their declarations are not checked. */
  readonly imports?: readonly string[]
  /** A module to import in place of another one, whose declarations need not compile. */
  readonly instead?: { readonly of: string; readonly from: string }
}

/** Compiles a file of `consumers` in the project, declarations checked too; resolves with the compiler's errors. */
export async function compile(
  consumer: Consumer,
  how: { readonly compiler: string; readonly setup: Setup },
): Promise<string> {
  const { extensions, ...resolution } = how.setup
  const source = join(import.meta.dirname, 'consumers', `${consumer.name}.ts`)
  const { imports = [], instead } = consumer
  const folder = await makeProject(consumer.project, imports)
  const files = extensions
    .filter((extension) => extension !== 'cts' || imports.length === 0)
    .map((extension) => `${consumer.name}.${extension}`)
  const text = await readFile(source, 'utf8')
  const written = instead ? text.replaceAll(`'${instead.of}'`, `'${instead.from}'`) : text
  for (const file of files) await writeFile(join(folder, file), written)
  await writeFile(join(folder, 'globals.d.ts'), globals)
  const skipLibCheck = imports.length > 0 || instead !== undefined
  const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck }
  const compilerOptions = {
    ...{ target: 'ES2022', lib: consumer.lib, types: [], noEmit: true },
    ...strict,
    ...resolution,
  }
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: [...files, 'globals.d.ts'] }),
  )
  const tsc = join(import.meta.dirname, 'node_modules', how.compiler, 'bin/tsc')
  const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch(asOutput)
  return stdout
}

/** A compiler that found errors exits with 1 or 2; what it found is in its output. */
function asOutput(failure: unknown): { readonly stdout: string } {
  if (failure instanceof Error && 'stdout' in failure) return { stdout: String(failure.stdout) }
  throw failure
}
