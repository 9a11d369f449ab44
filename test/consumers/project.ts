import { cp, mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { inject } from 'vitest'

/** Where the tools are installed. */
export const tools = join(import.meta.dirname, 'tools/node_modules')

/** What a user's project consists of. */
export interface ProjectParts {
  /** Text by path. */
  readonly files?: Readonly<Record<string, string>>
  /** Names of files in `programs` to copy. */
  readonly programs?: readonly string[]
  /** Tools that the project's files import: by the name in the project the name that they are installed under here. */
  readonly dependencies?: Readonly<Record<string, string>>
}

/**
 * Makes a project below the folder into which the tarball is installed, and resolves with its path. Of the tools it sees
 * those that it names and no more, as a package that is missing must be missed.
 */
export async function makeProject(parts: ProjectParts): Promise<string> {
  const { files = {}, programs = [], dependencies = {} } = parts
  const folder = await mkdtemp(join(inject('consumer'), 'project-'))
  for (const name of programs) {
    await cp(join(import.meta.dirname, 'programs', name), join(folder, name))
  }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  for (const [name, installed] of Object.entries(dependencies)) {
    const link = join(folder, 'node_modules', name)
    await mkdir(dirname(link), { recursive: true })
    await symlink(join(tools, installed), link)
  }
  return folder
}
