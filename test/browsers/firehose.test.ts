import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, CDPSession } from 'playwright-core'
import { type WebSocket, WebSocketServer } from 'ws'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { launchChromium } from '../package/launch-chromium.js'
import { bundlePage } from './bundle-page.js'

const frame = new Uint8Array(64 * 1024)
const total = 3_200 * frame.byteLength
const MiB = 1024 ** 2

describe(
  '200 MiB from a fast server into a page that takes them with `for await`',
  { timeout: 60_000 },
  () => {
    let browser: Browser
    let script: string

    beforeAll(async () => {
      script = await bundlePage('firehose.page.ts')
      browser = await launchChromium()
    }, 60_000)
    afterAll(() => browser.close())

    it('a WebSocketStream is paused, so the page never has more than 32 MiB', async () => {
      const page = await openPage('WebSocketStream')
      let bytes = 0
      while (bytes < total) {
        bytes = await page.take(100)
        // The page is still now. The browser may be late to free what is garbage.
        await vi.waitUntil(async () => (await page.memory()) < 32 * MiB, { timeout: 10_000 })
      }
      expect(await page.take(1)).toBe(total)
    })

    // If this fails, browsers can pause a WebSocket by now, and the other class is not needed any more.
    it('a WebSocket cannot be paused, so the page has more than 32 MiB', async () => {
      const page = await openPage('WebSocket')
      await page.take(1)
      await vi.waitUntil(async () => (await page.memory()) > 32 * MiB, { timeout: 30_000 })
      expect(await page.take(Infinity)).toBe(total)
    })

    async function openPage(platformClass: string): Promise<FirehosePage> {
      const { url, close } = await serveFirehose(script)
      onTestFinished(close)
      const page = await browser.newPage()
      onTestFinished(() => page.close())
      const session = await page.context().newCDPSession(page)
      await page.goto(`${url}#${platformClass}`)
      return {
        take: (frames) => page.evaluate<number>(`take(${frames})`),
        memory: () => memoryOf(session),
      }
    }
  },
)

interface FirehosePage {
  /** Lets the page take the next frames. Resolves with all bytes that it took so far. */
  take(frames: number): Promise<number>
  memory(): Promise<number>
}

/** Returns the bytes that a page has in use, what is garbage left out. */
async function memoryOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  const usage = await session.send('Runtime.getHeapUsage')
  const { usedSize, embedderHeapUsedSize, backingStorageSize } = usage
  return usedSize + embedderHeapUsedSize + backingStorageSize
}

/** Starts a server with the page, which sends 200 MiB on each WebSocket as fast as it is taken, and closes it. */
async function serveFirehose(script: string): Promise<{ url: string; close: () => void }> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(`<!doctype html><script type="module">${script}</script>`)
  })
  new WebSocketServer({ server }).on('connection', (socket) => {
    sendFrom(socket, 0)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() }
}

function sendFrom(socket: WebSocket, sent: number): void {
  if (sent === total) {
    socket.close(1000)
    return
  }
  socket.send(frame, () => {
    sendFrom(socket, sent + frame.byteLength)
  })
}
