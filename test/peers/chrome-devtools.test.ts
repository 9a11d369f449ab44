import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { firstValueFrom } from 'rxjs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  ConnectionClosedError,
  json,
  requests,
  WebSocketChannel,
  type RequestChannel,
} from '../../src/index.node.js'
import { startChromium } from './chromium.js'
import { copyExample } from './run-example.js'
import type { Program } from './start-program.js'

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: { readonly targetInfo?: { readonly url: string } }
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string }
}

interface Command {
  readonly id?: number
  readonly sessionId?: string
  readonly method: string
  readonly params?: object
}

const html = '<title>Painted</title><body style="background: rgb(10, 20, 30)">'

describe('the Chrome DevTools protocol', () => {
  let chromium: Program
  let address: string
  beforeAll(async () => {
    chromium = await startChromium()
    address = `http://127.0.0.1:${chromium.port}`
  })
  afterAll(() => chromium.stop())

  it('the example opens a page, evaluates and saves a screenshot', async () => {
    const example = await copyExample('protocols/chrome-devtools.ts')
    const output = await example.run(address, `data:text/html,${html}`, 'page.png')
    expect(output).toBe('title: Painted\nscreenshot: page.png\n')
    const png = await readFile(join(example.folder, 'page.png'))
    expect(firstPixel(png)).toEqual([10, 20, 30])
  })

  describe('with json and requests', () => {
    let channel: RequestChannel<Message, Command>
    beforeEach(async () => {
      channel = await connect(address)
      return () => {
        channel.abort()
      }
    })

    it('an error of the browser rejects the command, and the channel goes on', async () => {
      await expect(channel.request({ method: 'Page.reload' })).rejects.toThrow(
        `-32601 'Page.reload' wasn't found`,
      )
      const { result } = await channel.request({ method: 'Browser.getVersion' })
      expect(result).toMatchObject({ protocolVersion: '1.3' })
    })

    it('200 commands in flight resolve with their own answers, in whatever order these come', async () => {
      const sessionId = await openPage(channel)
      const numbers = Array.from({ length: 200 }, (_, index) => index)
      const results = await Promise.all(
        numbers.map(async (number) => {
          // An earlier evaluation waits longer: its answer comes later.
          const expression = `new Promise((done) => setTimeout(done, ${200 - number}, ${number}))`
          const params = { expression, awaitPromise: true }
          const { result } = await channel.request({
            method: 'Runtime.evaluate',
            sessionId,
            params,
          })
          return (result as { result: { value: unknown } }).result.value
        }),
      )
      expect(results).toEqual(numbers)
    })

    it('an answer of 20 MB arrives whole', async () => {
      const sessionId = await openPage(channel)
      const params = { expression: `'ab'.repeat(10_000_000)`, returnByValue: true }
      const { result } = await channel.request({ method: 'Runtime.evaluate', sessionId, params })
      const { value } = (result as { result: { value: string } }).result
      expect(value === 'ab'.repeat(10_000_000)).toBe(true)
    })

    it('events are in the stream, answers are not', async () => {
      const events = firstValueFrom(channel.stream)
      await channel.request({ method: 'Target.setDiscoverTargets', params: { discover: true } })
      expect(await events).toMatchObject({ method: 'Target.targetCreated' })
    })

    it('a command that is pending when the connection ends is rejected', async () => {
      const sessionId = await openPage(channel)
      const params = { expression: 'new Promise(() => {})', awaitPromise: true }
      const pending = channel.request({ method: 'Runtime.evaluate', sessionId, params })
      await channel.sink.close()
      await expect(pending).rejects.toBeInstanceOf(ConnectionClosedError)
    })
  })
})

async function connect(address: string): Promise<RequestChannel<Message, Command>> {
  const version = await fetch(new URL('/json/version', address))
  const { webSocketDebuggerUrl } = (await version.json()) as { webSocketDebuggerUrl: string }
  return WebSocketChannel.connect(webSocketDebuggerUrl).pipe(
    json<Message, Command>(),
    requests({
      stamp: (command, id) => ({ ...command, id }),
      answers: ({ id }) => id,
      failure: ({ error }) => error && new Error(`${error.code} ${error.message}`),
    }),
  )
}

/** Opens an empty page, and resolves with the id of a session with it. */
async function openPage(channel: RequestChannel<Message, Command>): Promise<string> {
  const url = 'about:blank'
  const created = await channel.request({ method: 'Target.createTarget', params: { url } })
  const { targetId } = created.result as { targetId: string }
  const params = { targetId, flatten: true }
  const attached = await channel.request({ method: 'Target.attachToTarget', params })
  return (attached.result as { sessionId: string }).sessionId
}

/** Red, green and blue of the first pixel of a PNG file: in the first row, filters leave the first pixel as it is. */
function firstPixel(png: Buffer): number[] {
  const parts: Buffer[] = []
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') {
      parts.push(png.subarray(at + 8, at + 8 + length))
    }
    at += length + 12
  }
  return [...inflateSync(Buffer.concat(parts)).subarray(1, 4)]
}
