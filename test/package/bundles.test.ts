import { once } from 'node:events'
import type { Browser } from 'playwright-core'
import { WebSocketServer } from 'ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundlers } from './bundlers.js'
import { importing, moduleFormats, writeSource } from './consumer.js'
import { launchChromium } from './launch-chromium.js'

const channels = [
  ['web-socket-channel', 'WebSocketChannel'],
  ['web-socket-channel/browser', 'BrowserWebSocketChannel'],
] as const

let browser: Browser
let server: WebSocketServer

beforeAll(async () => {
  browser = await launchChromium()
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('connection', (socket) => {
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
  })
  await once(server, 'listening')
})

afterAll(async () => {
  await browser.close()
  server.close()
})

/** Runs a script in a page of Chromium and returns what it left in `globalThis.result`. */
async function runInBrowser(code: string): Promise<unknown> {
  const page = await browser.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  await page.addScriptTag({ content: code })
  const result = await page.evaluate('globalThis.result')
  await page.close()
  return { result, problems }
}

function serverUrl(): string {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return `ws://127.0.0.1:${address.port}/`
}

describe.each(Object.entries(bundlers))('bundled by %s', (_, bundle) => {
  describe.each(moduleFormats)('from a .%s file', (format) => {
    it.each(channels)(
      '%s connects and gets an echo in Chromium, without ws',
      async (entry, name) => {
        const source = `
        ${importing(format, `{ ${name} }`, entry)}
        ${importing(format, '{ firstValueFrom }', 'rxjs')}

        async function main() {
          const channel = ${name}.connect('${serverUrl()}')
          channel.sink.add('Hello!')
          const text = await firstValueFrom(channel.stream)
          channel.sink.add(Uint8Array.of(1, 2, 3))
          const binary = [...(await firstValueFrom(channel.stream))]
          return { text, binary, closed: await channel.sink.close(4000, 'bye') }
        }

        globalThis.result = main()`
        const { code, inputs } = await bundle(await writeSource(source, format))
        expect(inputs.filter((path) => path.includes('node_modules/ws/'))).toEqual([])
        expect(code).not.toContain('ws does not work in the browser')
        expect(await runInBrowser(code)).toEqual({
          result: {
            text: 'Hello!',
            binary: [1, 2, 3],
            closed: { code: 4000, reason: 'bye', wasClean: true, initiator: 'local' },
          },
          problems: [],
        })
      },
    )
  })

  it('./status adds nothing but the numbers used', async () => {
    const source = `import { goingAway } from 'web-socket-channel/status'\nglobalThis.result = goingAway`
    const { code } = await bundle(await writeSource(source, 'mjs'))
    expect(code.length).toBeLessThan(100)
    expect(await runInBrowser(code)).toEqual({ result: 1001, problems: [] })
  })

  it('nothing remains of an entry of which nothing is used', async () => {
    const { code } = await bundle(await writeSource(`import 'web-socket-channel'`, 'mjs'))
    expect(code.length).toBeLessThan(60)
  })
})
