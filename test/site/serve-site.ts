import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerFile } from '../setup/served-file.js'
import { folder } from './built-site.js'

const start = '/project/'

/** Serves the site under a path, as GitHub Pages serves a project's, and nothing elsewhere. */
export async function serveSite(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(({ url = '/' }, answer) => {
    if (!url.startsWith(start)) return void answer.writeHead(404).end()
    void answerFile(answer, folder, url.slice(start.length))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${start}`,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
