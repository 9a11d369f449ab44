import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

/** A file of a folder, as a server of static files reads it. */
export interface ServedFile {
  readonly content: Buffer
  /** With the dot; `''` if there is none. */
  readonly extension: string
}

/**
 * Reads the file of a folder that a request asks for. The index of a folder is `index.html`.
 *
 * Rejects if there is no such file, the address is malformed, or it leads out of the folder.
 *
 * @param address Path of the address, percent-encoded; a query is ignored.
 */
export async function readServedFile(folder: string, address: string): Promise<ServedFile> {
  const [path = ''] = address.split('?')
  const file = join(folder, decodeURIComponent(path).replace(/(?:^|\/)$/, '$&index.html'))
  if (!file.startsWith(join(folder, '/'))) {
    throw new Error(`Cannot serve "${address}": it leads out of the folder`)
  }
  return { content: await readFile(file), extension: extname(file) }
}
