import { readFile } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

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

/** Serves the page on the loopback interface, for it to talk to the WebSocket server given. Port 0 takes a free one. */
export async function startPageServer(server: string, port: number): Promise<PageServer> {
  const assets = await loadAssets(server)
  const http = createServer((request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?')
    answer(response, assets.get(path))
  })
  return { url: await listen(http, port), close: () => stop(http) }
}

async function loadAssets(server: string): Promise<ReadonlyMap<string, Asset>> {
  const html = await readFile(pathOf('page.html'), 'utf8')
  return new Map<string, Asset>([
    ['/', { type: 'text/html', content: html.replace('{{server}}', () => escape(server)) }],
    ['/page.css', { type: 'text/css', content: await readFile(pathOf('page.css'), 'utf8') }],
    ['/page.js', { type: 'text/javascript', content: await bundle(pathOf('page.ts')) }],
  ])
}

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    write: false,
    // The package as its users get it: this repository's own tsconfig would lead into `src`.
    tsconfigRaw: {},
    // Its side effects are none, outside `node_modules` too.
    logOverride: { 'ignored-bare-import': 'silent' },
  })
  return outputFiles.map((file) => file.text).join('')
}

function answer(response: ServerResponse, asset: Asset | undefined): void {
  if (asset === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found')
    return
  }
  response.writeHead(200, {
    'content-type': `${asset.type}; charset=utf-8`,
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src ws: wss:",
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
