import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { extname, join } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
}

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

/** Answers a request with the file of a folder that it asks for, or with 404. */
export async function answerFile(
  response: ServerResponse,
  folder: string,
  address: string,
): Promise<void> {
  await readServedFile(folder, address).then(
    ({ content, extension }) => {
      response.writeHead(200, { 'content-type': types[extension] ?? 'text/plain' }).end(content)
    },
    () => response.writeHead(404).end(),
  )
}
