import { Buffer } from 'node:buffer'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))

/** What a page imports, each as small as a bundler makes it. */
const imports = (dist) => [
  ['WebSocketChannel', `export { WebSocketChannel } from '${dist}/index.js'`],
  ['WebSocketChannel and json', `export { WebSocketChannel, json } from '${dist}/index.js'`],
  [
    'WebSocketChannel, json and requests',
    `export { WebSocketChannel, json, requests } from '${dist}/index.js'`,
  ],
  [
    'WebSocketChannel, json, reconnecting and heartbeat',
    `export { WebSocketChannel, json, reconnecting, heartbeat } from '${dist}/index.js'`,
  ],
  ['BrowserWebSocketChannel', `export { BrowserWebSocketChannel } from '${dist}/browser.js'`],
  ['rxjs/webSocket', `export { webSocket } from 'rxjs/webSocket'`],
  ['partysocket', `export { default } from 'partysocket/ws'`],
  ['reconnecting-websocket', `export { default } from 'reconnecting-websocket'`],
  ['websocket-ts', `export { Websocket } from 'websocket-ts'`],
]

/** Bytes of the bundles for a browser, minified and gzipped, without rxjs and with it. */
export async function bundleSizes(dist) {
  const sizes = []
  for (const [name, contents] of imports(dist)) {
    const isRxjs = name.startsWith('rxjs')
    const without = isRxjs ? undefined : await bundle(contents, ['rxjs'])
    sizes.push({ name, without, with: await bundle(contents, []) })
  }
  return sizes
}

async function bundle(contents, external) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: here },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    external,
    // That a chunk is imported for nothing is no news.
    logLevel: 'error',
  })
  return gzipSync(Buffer.from(outputFiles[0].contents), { level: 9 }).length
}
