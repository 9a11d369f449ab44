import { mkdir, mkdtemp, symlink } from 'node:fs/promises'
import { join } from 'node:path'

/** Makes a project below the one into which the tarball is installed, with packages of this folder. Resolves with its path. */
export async function makeProject(
  consumer: string,
  packages: readonly string[] = [],
): Promise<string> {
  const folder = await mkdtemp(join(consumer, 'types-'))
  await mkdir(join(folder, 'node_modules'))
  for (const name of packages) {
    await symlink(
      join(import.meta.dirname, 'node_modules', name),
      join(folder, 'node_modules', name),
    )
  }
  return folder
}
