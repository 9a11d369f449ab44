import { copyFile, mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { inject } from 'vitest'
import { codeBlocks } from '../../docs/code-block.js'
import { page } from '../../docs/pages.js'

const installed = join(import.meta.dirname, '../node_modules')
const blocks = codeBlocks(page('docs/servers.md'))

/** Writes a program of `docs/servers.md` into a project where the packed package is installed, and resolves with the folder. */
export async function writeRecipe(how: {
  /** Mark of its block of code. */
  readonly mark: string
  readonly port: number
  /** Packages of this folder that it imports. */
  readonly packages: readonly string[]
}): Promise<string> {
  const folder = await mkdtemp(join(inject('consumer'), 'server-'))
  const code = (how.mark === 'served' ? await served() : codeOf(how.mark)).replaceAll(
    '8080',
    String(how.port),
  )
  await writeFile(join(folder, 'server.mjs'), code)
  await writeFile(join(folder, 'bun-socket.mjs'), codeOf('in-bun-socket'))
  await copyFile(join(import.meta.dirname, 'talk.mjs'), join(folder, 'talk.mjs'))
  for (const name of how.packages) {
    const path = join(folder, 'node_modules', name)
    await mkdir(dirname(path), { recursive: true })
    await symlink(join(installed, name), path)
  }
  return folder
}

const served = () => readFile(join(import.meta.dirname, 'served.mjs'), 'utf8')

function codeOf(mark: string): string {
  const [block, ...others] = blocks.filter(({ info }) => info.includes(mark))
  if (!block || others.length > 0) throw new Error(`Not one block is marked "${mark}"`)
  return block.code
}
