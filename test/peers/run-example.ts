import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { inject } from 'vitest'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const loader = new URL('../../examples/typescript.mjs', import.meta.url).href

/** An example in a project of its own, where the packed package is installed. */
export interface Example {
  readonly folder: string
  /** Resolves with what the example prints. Rejects unless it exits with 0. */
  run(...words: readonly string[]): Promise<string>
}

/**
 * Copies an example into a project as a user does.
 *
 * @param dependencies Packages of this folder that the example imports, beside `web-socket-channel`.
 */
export async function copyExample(
  path: string,
  dependencies: readonly string[] = [],
): Promise<Example> {
  const folder = await mkdtemp(join(inject('consumer'), 'example-'))
  const file = basename(path)
  await copyFile(join(root, 'examples', path), join(folder, file))
  for (const name of dependencies) {
    const path = join(folder, 'node_modules', name)
    await mkdir(dirname(path), { recursive: true })
    await symlink(join(import.meta.dirname, 'node_modules', name), path)
  }
  return {
    folder,
    async run(...words) {
      const command = ['--import', loader, file, ...words]
      const { stdout, stderr } = await run(process.execPath, command, { cwd: folder })
      return stdout + stderr
    },
  }
}
