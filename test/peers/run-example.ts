import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { inject } from 'vitest'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const loader = new URL('../../examples/typescript.mjs', import.meta.url).href

const compilerOptions = {
  ...{ target: 'ES2022', module: 'ESNext', moduleResolution: 'Bundler', types: ['node'] },
  // As Node's projects have it: the web streams of the DOM's types are not those of Node.
  lib: ['ES2023'],
  ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: true },
}

/** An example in a separate project, where the packed package is installed. */
export interface Example {
  readonly folder: string
  /** Resolves with the errors of TypeScript. */
  compile(): Promise<string>
  /** Resolves with what the example prints. Rejects unless it exits with 0. */
  run(...words: readonly string[]): Promise<string>
}

/** Copies one of the programs of this folder into a project, likewise. */
export function copyProgram(name: string, dependencies: readonly string[]): Promise<Example> {
  return copyExample(`../test/peers/programs/${name}`, dependencies)
}

/**
 * Copies an example into a project as a user does.
 *
 * @param path Its path inside `examples`.
 * @param dependencies Packages of this folder that the example imports, beside `web-socket-channel`.
 */
export async function copyExample(
  path: string,
  dependencies: readonly string[] = [],
): Promise<Example> {
  const folder = await mkdtemp(join(inject('consumer'), 'example-'))
  const file = basename(path)
  await copyFile(join(root, 'examples', path), join(folder, file))
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }))
  await link(join(root, 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'))
  for (const name of dependencies) {
    await link(join(import.meta.dirname, 'node_modules', name), join(folder, 'node_modules', name))
  }
  return {
    folder,
    async compile() {
      const tsc = join(root, 'node_modules/typescript/bin/tsc')
      const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch(asOutput)
      return stdout
    },
    async run(...words) {
      const command = ['--import', loader, file, ...words]
      const { stdout, stderr } = await run(process.execPath, command, {
        cwd: folder,
        timeout: 50_000,
        killSignal: 'SIGKILL',
      })
      return stdout + stderr
    },
  }
}

async function link(target: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await symlink(target, path)
}

/** A compiler that found errors exits with 1 or 2. The errors are in its output. */
function asOutput(failure: unknown): { readonly stdout: string } {
  if (failure instanceof Error && 'stdout' in failure) return { stdout: String(failure.stdout) }
  throw failure
}
