import { describe, expect, it, vi } from 'vitest'
import { channelPair } from '../../src/channels/channel-pair.js'
import type { Channel } from '../../src/core/channel.js'
import type { Frame, Sendable } from '../../src/core/frame.js'
import { NodeWebSocketChannel } from '../../src/node.js'
import { broadcast } from '../../src/server/broadcast.js'
import { opened } from '../faults/adversary/opened.js'
import { userMade } from '../layers/user-made-channel.js'
import { AcceptingServer } from './accepting-server.js'

type FrameChannel = Channel<Frame, Sendable>

/** Both ends of a pair, and what the client's end receives. */
function paired(): { channel: FrameChannel; peer: FrameChannel; received: Frame[] } {
  const [peer, channel] = channelPair()
  const received: Frame[] = []
  peer.stream.subscribe({ next: (frame) => received.push(frame), error: () => undefined })
  return { channel, peer, received }
}

describe('a broadcast', () => {
  it('reaches pairs, browser-like sockets and channels of users', async () => {
    const pair = paired()
    const foreign = paired()
    const { channel, socket } = opened()
    broadcast([pair.channel, channel, userMade(foreign.channel)], 'to all')
    expect(socket.sent).toEqual(['to all'])
    await vi.waitFor(() => {
      expect(pair.received).toEqual(['to all'])
    })
    expect(foreign.received).toEqual(['to all'])
    channel.abort()
  })

  it('is queued by a connecting channel, with the bytes of the call', async () => {
    await using server = await AcceptingServer.start()
    const client = NodeWebSocketChannel.connect(`ws://127.0.0.1:${server.port}`)
    const data = Buffer.from('abc')
    client.sink.add('first')
    broadcast([client], data)
    data.fill('x')
    client.sink.add('last')
    await client.ready
    const received: string[] = []
    server.channels[0]?.stream.subscribe((frame) => received.push(Buffer.from(frame).toString()))
    await vi.waitFor(() => {
      expect(received).toEqual(['first', 'abc', 'last'])
    })
    await client.sink.close()
  })

  it('passes over channels that are closed, closing or broken', async () => {
    const [closed, closing, throwing, fine] = [paired(), paired(), paired(), paired()]
    closed.channel.abort()
    await closed.channel.closed
    const unsent = closed.channel.sink.bufferedAmount
    void closing.channel.sink.close()
    const broken: unknown[] = [
      undefined,
      null,
      1,
      {},
      new Proxy({}, { get: fails }),
      { state: 'open' },
      { state: 'open', sink: new Proxy({}, { get: fails, has: fails }) },
      { ...userMade(throwing.channel), state: 'open', sink: { add: fails } },
    ]
    const all = [closed.channel, closing.channel, ...broken, fine.channel] as FrameChannel[]
    broadcast(all, 'a')
    broadcast(all, 'b', { volatile: true })
    await vi.waitFor(() => {
      expect(fine.received).toEqual(['a', 'b'])
    })
    expect(closed.channel.sink.bufferedAmount).toBe(unsent)
    expect(closing.received).toEqual([])
  })

  it('throws a TypeError for what cannot be sent, before any channel has received it', async () => {
    const [first, second] = [paired(), paired()]
    const { buffer } = new Uint8Array(4)
    const detached = new Uint8Array(buffer)
    structuredClone(buffer, { transfer: [buffer] })
    for (const data of [1, {}, null, undefined, detached]) {
      expect(() => {
        broadcast([userMade(first.channel), second.channel], data as never)
      }).toThrow(TypeError)
    }
    broadcast([first.channel, second.channel], 'next')
    await vi.waitFor(() => {
      expect(second.received).toEqual(['next'])
    })
    expect(first.received).toEqual(['next'])
  })

  it('throws what the iterable throws, before any channel has received it', async () => {
    const { channel, received } = paired()
    const cause = new Error('The registry is gone')
    function* failing() {
      yield channel
      throw cause
    }
    expect(() => {
      broadcast(failing(), 'a')
    }).toThrow(cause)
    expect(() => {
      broadcast(channel as never, 'a')
    }).toThrow(TypeError)
    broadcast([channel], 'b')
    await vi.waitFor(() => {
      expect(received).toEqual(['b'])
    })
  })

  it('reaches the channels that a set has at the call, whatever changes it', async () => {
    const [first, second, later] = [paired(), paired(), paired()]
    const channels = new Set<FrameChannel>()
    const changing: FrameChannel = {
      ...userMade(first.channel),
      state: 'open',
      sink: {
        ...paired().channel.sink,
        add: () => {
          channels.delete(second.channel)
          channels.add(later.channel)
        },
      },
    }
    channels.add(changing).add(second.channel)
    broadcast(channels, 'a')
    await vi.waitFor(() => {
      expect(second.received).toEqual(['a'])
    })
    expect(later.received).toEqual([])
    expect(channels).toEqual(new Set([changing, later.channel]))
  })

  it('inside an add of a broadcast is sent in its own right', async () => {
    const [outer, inner] = [paired(), paired()]
    const nesting = {
      ...userMade(outer.channel),
      state: 'open' as const,
      sink: {
        ...outer.channel.sink,
        add: () => {
          broadcast([inner.channel], 'inner')
        },
      },
    }
    broadcast([nesting as FrameChannel, inner.channel], 'outer')
    await vi.waitFor(() => {
      expect(inner.received).toEqual(['inner', 'outer'])
    })
  })

  it('refuses options that it does not know', () => {
    expect(() => {
      broadcast([], 'a', { volatil: true } as never)
    }).toThrow(TypeError)
    expect(() => {
      broadcast([], 'a', { volatile: 1 } as never)
    }).toThrow(TypeError)
    expect(() => {
      broadcast([], 'a', null as never)
    }).toThrow(TypeError)
    broadcast([], 'a', { volatile: undefined })
  })
})

function fails(): never {
  throw new Error('Not of the channel')
}
