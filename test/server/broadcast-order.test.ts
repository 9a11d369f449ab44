import { createHash } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import type { Frame, Sendable } from '../../src/core/frame.js'
import { NodeWebSocketChannel } from '../../src/node.js'
import { broadcast } from '../../src/server/broadcast.js'
import { paths } from './accepted-paths.js'
import { AcceptingServer } from './accepting-server.js'

/** What a channel of ws connects to a server with, and what it receives. */
async function listener(port: number, perMessageDeflate = false) {
  const client = NodeWebSocketChannel.connect(`ws://127.0.0.1:${port}`, { perMessageDeflate })
  const received: Frame[] = []
  client.stream.subscribe({ next: (frame) => received.push(frame), error: () => undefined })
  await client.ready
  return { client, received }
}

const messages: readonly Sendable[] = [
  '',
  'a',
  'ä€😀',
  'm'.repeat(126),
  'ä'.repeat(63),
  'x'.repeat(70_000),
  new Uint8Array(),
  Uint8Array.of(1, 2, 3),
  new Uint8Array(65_536).fill(7),
  Uint8Array.of(1, 2, 3, 4).buffer,
  new DataView(Uint8Array.of(1, 2, 3, 4).buffer, 1, 2),
  Uint16Array.of(258, 772),
  new Uint8Array(new SharedArrayBuffer(3)),
]

/** The frame that a message arrives as. */
function frameOf(message: Sendable): Frame {
  if (typeof message === 'string') return message
  if (message instanceof ArrayBuffer) return new Uint8Array(message)
  const { buffer, byteOffset, byteLength } = message as Uint8Array
  return new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength))
}

/** Failing assertions on large arrays take long to print. */
function digest(frame: Frame): string {
  const hash = createHash('sha1').update(frame).digest('hex')
  return `${typeof frame} of ${frame.length}: ${hash}`
}

describe.each(paths)('a broadcast to channels $path', ({ options }) => {
  const deflate = 'perMessageDeflate' in options

  it('sends every kind of message, in order', async () => {
    await using server = await AcceptingServer.start(options)
    const listeners = [await listener(server.port, deflate), await listener(server.port, deflate)]
    const expected: Frame[] = []
    for (let round = 0; round < 3; round++) {
      for (const message of messages) {
        broadcast(server.channels, message)
        expected.push(frameOf(message))
        if (round === 1) await new Promise(setImmediate)
      }
    }
    for (const { client, received } of listeners) {
      await vi.waitFor(() => {
        expect(received.length).toBe(expected.length)
      })
      expect(received.map(digest)).toEqual(expected.map(digest))
      await client.sink.close()
    }
  })

  it('keeps the order of add, addStream, Blobs and broadcasts', async () => {
    await using server = await AcceptingServer.start(options)
    const { client, received } = await listener(server.port, deflate)
    const [channel] = server.channels
    const { sink } = channel ?? client
    sink.add('1')
    broadcast(server.channels, '2')
    sink.add('3')
    broadcast(server.channels, '4'.repeat(5_000))
    broadcast(server.channels, '5')
    sink.add('6')
    sink.add('7'.repeat(5_000))
    broadcast(server.channels, '8')
    broadcast(server.channels, '9'.repeat(70_000))
    sink.add(new Blob(['10']))
    const changing = Buffer.from('11')
    broadcast(server.channels, changing)
    changing.fill('x')
    broadcast(server.channels, new Blob(['12']))
    await sink.addStream(['13', '14'])
    broadcast(server.channels, '15')
    sink.add('16')
    await vi.waitFor(() => {
      expect(received.length).toBe(16)
    })
    const order = received.map((frame) => Buffer.from(frame).toString())
    expect(order.map((text) => text.replace(/^(\d)\1+$/, '$1'))).toEqual(
      Array.from({ length: 16 }, (_, index) => (index === 10 ? '1' : String(index + 1))),
    )
    await client.sink.close()
  })

  it('sends what binary data was at the call', async () => {
    await using server = await AcceptingServer.start(options)
    const { client, received } = await listener(server.port, deflate)
    const data = Uint8Array.of(1)
    for (let value = 1; value <= 5; value++) {
      data[0] = value
      broadcast(server.channels, data)
    }
    data[0] = 9
    await vi.waitFor(() => {
      expect(received.length).toBe(5)
    })
    expect(received).toEqual([1, 2, 3, 4, 5].map((value) => Uint8Array.of(value)))
    await client.sink.close()
  })

  it('sends everything before a close that follows', async () => {
    await using server = await AcceptingServer.start(options)
    const { client, received } = await listener(server.port, deflate)
    broadcast(server.channels, 'a')
    broadcast(server.channels, 'b')
    await server.channels[0]?.sink.close(1001)
    expect(await client.closed).toMatchObject({ code: 1001 })
    expect(received).toEqual(['a', 'b'])
  })
})
