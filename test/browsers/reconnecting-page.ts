import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { expect } from 'vitest'
import { WebSocketServer } from 'ws'
import { bundlePage } from './bundle-page.js'

/** The page with a reconnecting channel, and the server that it connects to. */
export interface ReconnectingPage {
  /** The address of the page, whose channel waits so many milliseconds before each attempt. */
  url(delay: number): string
  /** Resolves when the page has posted all of these, in this order, and forgets them. */
  posts(...events: readonly unknown[]): Promise<void>
  /** Resolves when the page has posted this, and forgets it and all before. */
  untilPosted(event: unknown): Promise<void>
  stopServer(): Promise<void>
  startServer(): Promise<void>
  /** Sends a frame to the page. */
  send(frame: string): void
  /** Ends the connections, as a network does. */
  drop(): void
  close(): Promise<void>
}

const goBack = 'setTimeout(() => history.back(), 500)'

/** Serves the page, and starts its server. */
export async function serveReconnectingPage(): Promise<ReconnectingPage> {
  const script = await bundlePage('reconnecting.page.ts')
  const posted: unknown[] = []
  const pages = createServer((request, response) => {
    if (request.method === 'POST') void json(request).then((event) => posted.push(event))
    response.setHeader('content-type', 'text/html')
    const isElsewhere = request.url === '/elsewhere'
    response.end(`<!doctype html><script type="module">${isElsewhere ? goBack : script}</script>`)
  })
  await once(pages.listen(0, '127.0.0.1'), 'listening')
  const { port } = pages.address() as AddressInfo
  let server = await listen(0)
  const target = (server.address() as AddressInfo).port

  async function listen(at: number): Promise<WebSocketServer> {
    const started = new WebSocketServer({ host: '127.0.0.1', port: at })
    started.on('connection', (socket) => {
      socket.on('message', (data, binary) => {
        socket.send(data, { binary })
      })
    })
    await once(started, 'listening')
    return started
  }

  const drop = (): void => {
    for (const socket of server.clients) socket.terminate()
  }
  const stopServer = async (): Promise<void> => {
    drop()
    await new Promise((resolve) => server.close(resolve))
  }
  return {
    url: (delay) => `http://127.0.0.1:${port}/#127.0.0.1:${target},${delay}`,
    async posts(...events) {
      await expect.poll(() => posted.slice(0, events.length), { timeout: 15_000 }).toEqual(events)
      posted.splice(0, events.length)
    },
    async untilPosted(event) {
      await expect.poll(() => posted, { timeout: 15_000 }).toContainEqual(event)
      posted.splice(0, posted.indexOf(event) + 1)
    },
    stopServer,
    startServer: async () => {
      server = await listen(target)
    },
    send(frame) {
      for (const socket of server.clients) socket.send(frame)
    },
    drop,
    async close() {
      await stopServer()
      pages.closeAllConnections()
      await new Promise((resolve) => pages.close(resolve))
    },
  }
}
