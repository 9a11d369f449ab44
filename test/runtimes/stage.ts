import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import type { Job, News } from './runner/job.js'

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' }

/** Where a platform gets its job and reports its news; for a browser also where its page comes from. */
export interface Stage {
  /** `http://127.0.0.1:port` */
  readonly url: string
  close(): void
}

/** Opens a stage. Files under its address are those of the folder. */
export async function openStage(how: {
  readonly job: Job
  readonly folder: string
  readonly take: (news: News) => void
}): Promise<Stage> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(404).end(String(error))
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('connection', 'close')
    if (request.url === '/job') return void response.end(JSON.stringify(how.job))
    if (request.url === '/news') {
      how.take(JSON.parse(await textOf(request)) as News)
      return void response.end()
    }
    const { pathname } = new URL(request.url ?? '/', 'http://stage')
    const content = await readFile(join(how.folder, pathname))
    response.setHeader('content-type', types[extname(pathname)] ?? 'text/plain')
    response.end(content)
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
