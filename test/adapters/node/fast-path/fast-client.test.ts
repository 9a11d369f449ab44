import { once } from 'node:events'
import { Agent, createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { connect, type AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket, { WebSocketServer } from 'ws'
import type { NodeConnectOptions } from '../../../../src/node.js'
import { NodeWebSocketChannel } from '../../../../src/node.js'
import { certificateFor } from '../../../faults/adversary/certificate.js'
import { Relay } from './harness/relay.js'

const certificate = certificateFor({ host: '127.0.0.1', expires: new Date('2049-01-01') })

/** Says whether a channel takes the fast path, having seen that what it sends comes back in order. */
async function isFastAndEchoes(channel: NodeWebSocketChannel): Promise<boolean> {
  expect(channel.isFast).toBe(false)
  await channel.ready
  const { isFast } = channel
  const frames: unknown[] = []
  const data = ['a', 'é'.repeat(2_000), Uint8Array.of(1, 2), 'b']
  for (const frame of data) channel.sink.add(frame)
  for await (const frame of channel.stream) {
    frames.push(frame)
    if (frames.length === data.length) break
  }
  expect(frames).toEqual(data)
  await channel.sink.close()
  expect(channel.isFast).toBe(false)
  return isFast
}

describe('a client', () => {
  const plain = createServer()
  const secure = createSecureServer(certificate)
  const compressing = createServer()
  const urlOf = (server: typeof plain | typeof secure): string =>
    `${server === secure ? 'wss' : 'ws'}://127.0.0.1:${(server.address() as AddressInfo).port}/`

  beforeAll(async () => {
    for (const server of [plain, secure, compressing]) {
      const perMessageDeflate = server === compressing ? { threshold: 0 } : false
      new WebSocketServer({ server, perMessageDeflate }).on('connection', (socket) => {
        socket.on('message', (data, binary) => {
          socket.send(data as Buffer, { binary })
        })
      })
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
    }
  })

  afterAll(() => {
    for (const server of [plain, secure, compressing]) server.close()
  })

  const connected = (
    server: typeof plain | typeof secure,
    options: NodeConnectOptions & Record<string, unknown> = {},
  ): Promise<boolean> => isFastAndEchoes(NodeWebSocketChannel.connect(urlOf(server), options))

  it('takes the fast path', async () => {
    expect(await connected(plain)).toBe(true)
  })

  it('takes it over TLS', async () => {
    expect(await connected(secure, { ca: certificate.cert })).toBe(true)
  })

  it('takes it with an agent of Node', async () => {
    expect(await connected(plain, { agent: new Agent() })).toBe(true)
  })

  it('takes it where compression was offered and not accepted', async () => {
    expect(await connected(plain, { perMessageDeflate: true })).toBe(true)
  })

  it('does not take it where compression was negotiated', async () => {
    const perMessageDeflate = { threshold: 0 }
    expect(await connected(compressing, { perMessageDeflate })).toBe(false)
  })

  it('does not take it if the option is false', async () => {
    expect(await connected(plain, { fastPath: false })).toBe(false)
  })

  it('does not take it with a `WebSocket` class that the caller passes', async () => {
    class Patched extends WebSocket {}
    expect(await connected(plain, { WebSocket: Patched })).toBe(false)
  })

  it('does not take it with options that change how ws reads or writes', async () => {
    expect(await connected(plain, { allowSynchronousEvents: false })).toBe(false)
    const generateMask = (mask: Buffer): void => void mask.fill(7)
    expect(await connected(plain, { generateMask })).toBe(false)
  })

  it('does not take it over a connection that is none of Node', async () => {
    const createConnection = (options: { port: number; host: string }): Duplex =>
      new Relay(connect(options.port, options.host))
    expect(await connected(plain, { createConnection })).toBe(false)
  })

  it('takes it when a socket is handed over before it opens', async () => {
    const native = new WebSocket(urlOf(plain), { perMessageDeflate: false })
    expect(await isFastAndEchoes(NodeWebSocketChannel.from(native))).toBe(true)
  })

  it('does not take it when a socket is handed over later', async () => {
    const native = new WebSocket(urlOf(plain), { perMessageDeflate: false })
    await once(native, 'open')
    const channel = NodeWebSocketChannel.from(native)
    await channel.ready
    expect(channel.isFast).toBe(false)
    await channel.sink.close()
  })

  it('returns the connection to ws when the peer closes', async () => {
    const channel = NodeWebSocketChannel.connect(urlOf(plain))
    await channel.ready
    expect(channel.isFast).toBe(true)
    void channel.sink.close()
    await channel.closed
    expect(channel.isFast).toBe(false)
  })

  it('reports that a WebSocket of another kind is not fast', async () => {
    const Native = globalThis.WebSocket as unknown
    const channel = NodeWebSocketChannel.connect(urlOf(plain), {
      WebSocket: (Native ?? Strange) as never,
    })
    expect(channel.isFast).toBe(false)
    channel.abort()
    await channel.closed
  })
})

/** A class with the WHATWG interface that never opens. */
class Strange extends EventTarget {
  readonly readyState = 0
  readonly bufferedAmount = 0
  binaryType = 'blob'

  send(): void {
    // Never open.
  }

  close(): void {
    // Nothing to close.
  }
}
