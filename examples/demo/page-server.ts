import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { bundleScript } from './bundle-script.js'
import type { SwitchableServer } from './switchable-server.js'

/** A running page. */
export interface PageServer {
  /** Address to open in a browser. */
  readonly url: string
  /** Stops serving at once. */
  close(): Promise<void>
}

interface Asset {
  readonly type: string
  readonly content: string
}

export interface PageOptions {
  /** The WebSocket server that the page talks to: an address, or one that the page can stop and start. */
  readonly server: string | SwitchableServer
  /** Port of the page; 0 for a free one. */
  readonly port: number
}

/** Serves the page on the loopback interface. */
export async function startPageServer({ server, port }: PageOptions): Promise<PageServer> {
  const assets = await loadAssets(server)
  const http = createServer((request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?')
    if (typeof server !== 'string' && path.startsWith('/server')) {
      void control(server, request, response)
    } else {
      answer(response, assets.get(path))
    }
  })
  return { url: await listen(http, port), close: () => stop(http) }
}

async function loadAssets(server: PageOptions['server']): Promise<ReadonlyMap<string, Asset>> {
  const html = await readFile(pathOf('page.html'), 'utf8')
  const [url, isOwn] = typeof server === 'string' ? [server, false] : [server.url, true]
  const content = html
    .replace('{{server}}', () => escape(url))
    .replace('{{ownServer}}', String(isOwn))
  return new Map<string, Asset>([
    ['/', { type: 'text/html', content }],
    ['/page.css', { type: 'text/css', content: await readFile(pathOf('page.css'), 'utf8') }],
    ['/page.js', { type: 'text/javascript', content: await bundleScript(pathOf('page.ts')) }],
  ])
}

/** Stops or starts the WebSocket server, and answers whether it runs. */
async function control(
  server: SwitchableServer,
  { method = '', url = '', headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Other pages in the same browser could send a request as well.
  if (method === 'POST' && headers.origin !== `http://${headers.host ?? ''}`) {
    answerText(response, 403, 'Forbidden')
    return
  }
  const actions = new Map<string, () => Promise<void>>([
    ['GET /server', () => Promise.resolve()],
    ['POST /server/stop', () => server.stop()],
    ['POST /server/start', () => server.start()],
  ])
  const act = actions.get(`${method} ${url}`)
  if (!act) {
    answerText(response, 404, 'Not found')
    return
  }
  try {
    await act()
    answerText(response, 200, server.isRunning ? 'running' : 'stopped')
  } catch (error) {
    answerText(response, 500, error instanceof Error ? error.message : String(error))
  }
}

function answerText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain', 'cache-control': 'no-store' })
  response.end(text)
}

function answer(response: ServerResponse, asset: Asset | undefined): void {
  if (asset === undefined) {
    answerText(response, 404, 'Not found')
    return
  }
  response.writeHead(200, {
    'content-type': `${asset.type}; charset=utf-8`,
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self' ws: wss:",
    'cache-control': 'no-cache',
  })
  response.end(asset.content)
}

function listen(http: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, '127.0.0.1', () => {
      const address = http.address()
      if (address === null || typeof address === 'string') return
      resolve(`http://127.0.0.1:${address.port}/`)
    })
  })
}

function stop(http: Server): Promise<void> {
  return new Promise((resolve) => {
    http.close(() => resolve())
    http.closeAllConnections()
  })
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}
