import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerControl, answerText } from './control-requests.js'
import { buildPage, type PageFiles } from './page-files.js'
import type { SwitchableServer } from './switchable-server.js'

/** A running page. */
export interface PageServer {
  /** Address to open in a browser. */
  readonly url: string
  /** Stops at once. Resolves when it has stopped. */
  close(): Promise<void>
}

export interface PageOptions {
  /** The WebSocket server that the page talks to: an address, or one that the page can stop and start. */
  readonly server: string | SwitchableServer
  /** Port of the page; 0 for a free one. */
  readonly port: number
}

// The form of the page sends its message over the WebSocket and not as a request.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src data: blob:',
  "connect-src 'self' ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const types = new Map<string, string>([
  ['html', 'text/html'],
  ['css', 'text/css'],
  ['js', 'text/javascript'],
])

/** Serves the page on the loopback interface. */
export async function startPageServer({ server, port }: PageOptions): Promise<PageServer> {
  const isOwn = typeof server !== 'string'
  const address = isOwn ? server.url : server
  const files = await buildPage({ script: 'server-page.ts', server: address, isOwn })
  const http = createServer((request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?')
    if (isOwn && path.startsWith('/server')) void answerControl(server, request, response)
    else answerFile(response, files, path === '/' ? 'index.html' : path.slice(1))
  })
  return { url: await listen(http, port), close: () => stop(http) }
}

function answerFile(response: ServerResponse, files: PageFiles, name: string): void {
  const content = new Map(Object.entries(files)).get(name)
  if (content === undefined) {
    answerText(response, 404, 'Not found')
    return
  }
  const type = types.get(name.replace(/.*\./, '')) ?? 'application/octet-stream'
  response.writeHead(200, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': policy,
    'cache-control': 'no-cache',
  })
  response.end(content)
}

function listen(http: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(http.address() as AddressInfo).port}/`)
    })
  })
}

function stop(http: Server): Promise<void> {
  return new Promise((resolve) => {
    http.close(() => resolve())
    http.closeAllConnections()
  })
}
