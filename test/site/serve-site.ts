import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'
import { folder } from './built-site.js'

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
}

/** Serves the site under a path, as GitHub Pages serves a project's. */
export async function serveSite(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, answer) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const path = decodeURIComponent(pathname.replace(/^\/project\//, '')).replace(
      /(?:^|\/)$/,
      '$&index.html',
    )
    readFile(folder + path).then(
      (body) =>
        answer.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'text/plain' }).end(body),
      () => answer.writeHead(404).end(),
    )
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/project/`,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
