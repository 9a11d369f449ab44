import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { WebSocketServer } from 'ws'
import { beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../package/launch-chromium.js'
import { bundlePage } from './bundle-page.js'

/** What the page posts: milliseconds by way and turn, and its state after each turn and at the end. */
export interface Measured {
  readonly bare: number[]
  readonly addStream: number[]
  readonly ready: number[]
  readonly connectTimeout: number[]
  readonly heartbeat: number[]
  readonly states: string[]
}

const size = 24 * 1024 ** 2
/** The flags by which Playwright keeps hidden pages as fast as visible ones. */
const noThrottling = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
]
/** Milliseconds. */
const constant = 100

describe('in a hidden page, whose timers take a second', () => {
  let measured: Measured

  beforeAll(async () => {
    measured = await measureInHiddenPage()
  }, 60_000)

  it('the page was hidden all the time', () => {
    expect(measured.states).toEqual(Array(6).fill('hidden'))
  })

  it.each(['addStream', 'ready'] as const)(
    '24 MiB by %s take at most three times as long as on a bare socket',
    (way) => {
      expect(median(measured[way])).toBeLessThan(3 * median(measured.bare) + constant)
    },
  )

  it.each(['connectTimeout', 'heartbeat'] as const)(
    'a timeout of 100 ms is late by a few timers at most: %s',
    (timeout) => {
      expect(median(measured[timeout])).toBeLessThan(5_000)
    },
  )
})

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN
}

/** Opens the page in a tab of Chromium, hides the tab behind another, and resolves with what the page posts. */
async function measureInHiddenPage(): Promise<Measured> {
  const { url, posted, close } = await startServer(await bundlePage('hidden-page.page.ts'))
  const browser = await launchChromium({ ignoreDefaultArgs: noThrottling })
  try {
    // Not a page of Playwright's: to those it gives the focus, and they are never hidden.
    const session = await browser.newBrowserCDPSession()
    await session.send('Target.createTarget', { url })
    const { targetId } = await session.send('Target.createTarget', { url: 'about:blank' })
    await session.send('Target.activateTarget', { targetId })
    return JSON.parse(await posted) as Measured
  } finally {
    await browser.close()
    close()
  }
}

/** Starts a server with the page, which answers on each WebSocket when it has received 24 MiB. */
async function startServer(
  script: string,
): Promise<{ url: string; posted: Promise<string>; close: () => void }> {
  const server = createServer()
  const posted = new Promise<string>((resolve) => {
    server.on('request', (request, response) => {
      if (request.method === 'POST') resolve(text(request))
      response.setHeader('content-type', 'text/html')
      response.end(`<!doctype html><script type="module">${script}</script>`)
    })
  })
  new WebSocketServer({ server }).on('connection', (socket) => {
    let received = 0
    socket.on('message', (data: Buffer) => {
      received += data.byteLength
      if (received === size) socket.send('complete')
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, posted, close: () => server.close() }
}
