import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { NodeWebSocketChannel } from '../../../../src/node.js'
import { type Script, withAdversary } from '../../../faults/adversary/adversary.js'
import { answerTo } from '../../../faults/adversary/handshake.js'
import { type Cut, Peer } from '../../../faults/adversary/peer.js'
import { bytesOf, recorded } from './harness/recorded.js'
import { encodeAll } from './harness/streams.js'
import { describeError, Trace } from './harness/trace.js'
import { newest, oldest } from './harness/ws-version.js'

const session = encodeAll(
  [
    { opcode: 1, payload: 'hello' },
    { opcode: 2, payload: Buffer.alloc(300, 7) },
    { opcode: 9, payload: 'ping' },
    { opcode: 1, fin: false, payload: 'in ' },
    { opcode: 0, payload: 'two' },
    { opcode: 2, payload: Buffer.alloc(70_000, 8) },
    { opcode: 1, payload: 'last' },
  ],
  'client',
)
const request = [
  ...['GET / HTTP/1.1', 'Host: peer', 'Upgrade: websocket', 'Connection: Upgrade'],
  ...['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', '', ''],
].join('\r\n')
const goodbye = encodeAll([{ opcode: 8, payload: Buffer.from([3, 232]) }], 'client')
const versions = [newest, oldest]

/** Lines of all that a channel receives, and of its end. */
async function traceOf(channel: NodeWebSocketChannel): Promise<string[]> {
  const trace = new Trace('client')
  channel.stream.subscribe({
    next: (frame) => {
      trace.delivered(frame)
    },
    error: (error: unknown) => {
      trace.note(describeError(error))
    },
  })
  trace.closed(await channel.closed)
  return trace.lines
}

/** What both paths make of a server: each connects once. */
async function both(script: Script, { WebSocket }: typeof newest): Promise<string[][]> {
  return withAdversary(script, async ({ url }) =>
    Promise.all(
      [true, false].map(async (fastPath) => {
        const options = { fastPath, WebSocket: WebSocket as never, keepAlive: false as const }
        const channel = NodeWebSocketChannel.connect(url, options)
        const lines = await traceOf(channel)
        return [...lines, describeError(await channel.ready.catch((error: unknown) => error))]
      }),
    ),
  )
}

describe.each(versions)('over a network, with $name', (version) => {
  it('frames that come with the answer to the handshake are read alike', async () => {
    const places = [0, 1, 2, 7, 9, 320, 330, 400, 60_000, session.length]
    for (const place of places) {
      const [fast, plain] = await both(async (peer) => {
        const answer = answerTo(await peer.request())
        peer.write(Buffer.concat([answer, session.subarray(0, place)]))
        await new Promise((resolve) => setImmediate(resolve))
        peer.write(Buffer.concat([session.subarray(place), goodbye]))
        await peer.untilEnded()
        peer.end('fin')
      }, version)
      expect(fast).toEqual(plain)
      expect(fast).toHaveLength(7)
    }
  })

  it.each<Cut>(['fin', 'reset'])('a connection cut by %s ends both paths alike', async (cut) => {
    for (const place of [0, 1, 2, 5, 7, 8, 100, 315, 320, 321, 330, 335, 400, 70_343]) {
      const [fast, plain] = await both(async (peer) => {
        await peer.accept()
        peer.write(session.subarray(0, place))
        peer.end(cut)
      }, version)
      // What a reset destroys on its way is chance; how it is reported is not.
      const kept = cut === 'fin' ? [fast, plain] : [fast?.slice(-2), plain?.slice(-2)]
      expect(kept[0]).toEqual(kept[1])
    }
  })
})

describe("a server's side over a network", () => {
  it('makes the same of a client on both paths', { timeout: 60_000 }, async () => {
    const http = createServer()
    const server = new WebSocketServer({ server: http, perMessageDeflate: false, maxPayload: 64 })
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    const { port } = http.address() as AddressInfo
    for (const stream of recorded) {
      if (stream.maxPayload !== undefined) continue
      const ends: string[][] = []
      for (const fastPath of [true, false]) {
        const peer = new Peer(connect(port, '127.0.0.1'))
        peer.write(request)
        const [native, upgrade] = (await once(server, 'connection')) as [WebSocket, IncomingMessage]
        const channel = NodeWebSocketChannel.from(native, { request: upgrade, fastPath })
        expect(channel.isFast).toBe(fastPath)
        const lines = traceOf(channel)
        peer.write(bytesOf(stream, 'server'))
        peer.end('fin')
        ends.push(await lines)
      }
      expect(ends[0], stream.name).toEqual(ends[1])
    }
    http.close()
    server.close()
  })
})
