import { transform } from 'esbuild'
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, readdir, readFile, realpath, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { delimiter, join, relative } from 'node:path'
import { promisify } from 'node:util'
import type { Format, Setup, Version } from './versions.js'

const execute = promisify(execFile)
const tsc = createRequire(import.meta.url).resolve('typescript/lib/tsc.js')

/** A user's project in which a release of RxJS and the package are installed. */
export interface Project {
  readonly folder: string
  /** All that the package manager printed. */
  readonly output: string
  /** The environment in which its programs run. */
  readonly env: Readonly<Record<string, string>>
}

interface Installation {
  /** Folder of the project. */
  readonly to: string
  readonly tarball: string
  readonly version: Pick<Version, 'rxjs' | 'needsNode'>
  /** A package manager and its options. */
  readonly by: readonly [string, ...string[]]
}

/** Makes a project that depends on a release of RxJS and on the package, and has a package manager install both. */
export async function installed({ to, tarball, version, by }: Installation): Promise<Project> {
  const [manager, ...options] = by
  const dependencies = { rxjs: version.rxjs, 'web-socket-channel': `file:${tarball}` }
  await mkdir(to)
  await writeFile(join(to, 'package.json'), JSON.stringify({ private: true, dependencies }))
  const env = environment(version.needsNode)
  const printed = await execute(manager, ['install', ...options], { cwd: to, env })
  return { folder: to, output: `${printed.stdout}${printed.stderr}`, env }
}

function environment(node: string | undefined): Record<string, string> {
  const { PATH = '', ...rest } = process.env
  const folders = node === undefined ? [] : [join(import.meta.dirname, 'node_modules', node, 'bin')]
  const own = Object.entries({ ...rest, PATH: [...folders, PATH].join(delimiter) })
  return Object.fromEntries(own.flatMap(([name, value = '']) => [[name, value]]))
}

/** The versions of all copies of RxJS on disk, by their folders. */
export async function copiesOfRxJS({ folder }: Project): Promise<Record<string, string>> {
  const modules = await realpath(join(folder, 'node_modules'))
  const paths = await readdir(modules, { recursive: true })
  const found = paths.filter((path) => /(^|node_modules\/)rxjs$/.test(path))
  // pnpm has links to each copy.
  const copies = new Set(await Promise.all(found.map((path) => realpath(join(modules, path)))))
  const versions = [...copies].map(async (copy) => {
    const manifest = await readFile(join(copy, 'package.json'), 'utf8')
    const { version } = JSON.parse(manifest) as { readonly version: string }
    return [relative(modules, copy), version]
  })
  return Object.fromEntries(await Promise.all(versions)) as Record<string, string>
}

/** Compiles consumers in a project, with all declarations checked too; resolves with the compiler's errors. */
export async function compile(
  project: Project,
  consumers: readonly string[],
  { extensions, ...resolution }: Setup,
): Promise<string> {
  const folder = await mkdtemp(join(project.folder, 'types-'))
  const files: string[] = []
  for (const consumer of consumers) {
    for (const extension of extensions) {
      const file = `${consumer}.${extension}`
      files.push(file)
      await copyFile(sourceOf(consumer), join(folder, file))
    }
  }
  const compilerOptions = {
    ...{ target: 'ES2022', lib: ['ES2022', 'DOM', 'DOM.AsyncIterable'], types: [], noEmit: true },
    ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false },
    // TypeScript 6 calls Node10 deprecated, and still has it.
    ...{ ...resolution, ignoreDeprecations: '6.0' },
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
  const { stdout } = await execute(process.execPath, [tsc, '-p', folder]).catch(asOutput)
  return stdout
}

/** A compiler that found errors exits with 1 or 2; what it found is in its output. */
function asOutput(failure: unknown): { readonly stdout: string } {
  if (failure instanceof Error && 'stdout' in failure) return { stdout: String(failure.stdout) }
  throw failure
}

function sourceOf(consumer: string): string {
  return join(import.meta.dirname, 'consumers', `${consumer}.ts`)
}

/** Runs the checks of a consumer in a separate process; resolves with what each returned. */
export async function runChecks(
  project: Project,
  consumer: string,
  format: Format,
): Promise<Readonly<Record<string, unknown>>> {
  const source = await readFile(sourceOf(consumer), 'utf8')
  const { code } = await transform(source, {
    loader: 'ts',
    format: format === 'mjs' ? 'esm' : 'cjs',
    // So that the names of CommonJS exports can be imported.
    platform: 'node',
    // That of the sources would apply otherwise.
    tsconfigRaw: {},
  })
  await writeFile(join(project.folder, `${consumer}.${format}`), code)
  const printed = await runInProject(
    project,
    `import { checks } from './${consumer}.${format}'
    const found = {}
    for (const [name, check] of Object.entries(checks)) found[name] = await check()
    console.log(JSON.stringify(found))`,
  )
  return JSON.parse(printed) as Readonly<Record<string, unknown>>
}

/** Runs a program with the Node of a project until it ends; resolves with what it printed, rejects if it complained. */
export async function runInProject({ folder, env }: Project, source: string): Promise<string> {
  const program = join(folder, `${randomUUID()}.mjs`)
  await writeFile(program, source)
  const options = { env, timeout: 60_000 }
  const { stdout, stderr } = await execute('node', ['--trace-warnings', program], options)
  if (stderr !== '') throw new Error(`The process complained:\n${stderr}`)
  return stdout
}
