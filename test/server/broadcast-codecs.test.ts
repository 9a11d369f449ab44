import { describe, expect, it, vi } from 'vitest'
import { channelPair } from '../../src/channels/channel-pair.js'
import type { Channel } from '../../src/core/channel.js'
import { BufferOverflowError, MessageError } from '../../src/core/errors.js'
import type { Frame, Sendable } from '../../src/core/frame.js'
import { codec } from '../../src/layers/codec.js'
import { heartbeat } from '../../src/layers/heartbeat/heartbeat.js'
import { json } from '../../src/layers/json.js'
import { broadcast } from '../../src/server/broadcast.js'
import { overPairs } from '../layers/reconnecting/over-pairs.js'
import { numbered, schemaOf } from '../layers/schema.js'
import { userMade } from '../layers/user-made-channel.js'

/** A channel, and the frames that its peer receives. */
function paired(): { channel: Channel<Frame, Sendable>; received: Frame[] } {
  const [peer, channel] = channelPair()
  const received: Frame[] = []
  peer.stream.subscribe({ next: (frame) => received.push(frame), error: () => undefined })
  return { channel, received }
}

/** A codec of numbers that counts. */
function counting(suffix: string) {
  let calls = 0
  return {
    calls: () => calls,
    encode: (value: number): string => {
      calls++
      if (value < 0) throw new Error('It is negative')
      return `${value}${suffix}`
    },
    decode: Number,
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('a broadcast of values', () => {
  it('encodes once for all channels with the same schema, however many layers they were given', async () => {
    const outgoing = numbered()
    const pairs = Array.from({ length: 5 }, paired)
    // A layer for each, as in a subscription to connections.
    const channels = pairs.map(({ channel }) =>
      channel.pipe(json({ incoming: numbered(), outgoing })),
    )
    broadcast(channels, { n: 1 })
    await settled()
    expect(pairs.map(({ received }) => received)).toEqual(pairs.map(() => ['{"n":1}']))
    expect(outgoing.calls()).toBe(1)
  })

  it('encodes once for each codec, and once for both of two in a row', async () => {
    const [first, second, outer] = [counting('a'), counting('b'), counting('c')]
    const inner = {
      calls: 0,
      encode: (text: string) => `<${text}${String(++inner.calls)}>`,
      decode: String,
    }
    const pairs = Array.from({ length: 6 }, paired)
    const layers = [first, second, first, second].map((each) => codec(each))
    const channels: Channel<unknown, number>[] = pairs.map(({ channel }, index) => {
      const layer = layers[index]
      return layer ? channel.pipe(layer) : channel.pipe(codec(inner), codec(outer))
    })
    broadcast(channels, 7)
    await settled()
    expect(pairs.map(({ received }) => received)).toEqual([
      ...[['7a'], ['7b'], ['7a'], ['7b']],
      ...[['<7c1>'], ['<7c1>']],
    ])
    expect([first.calls(), second.calls(), outer.calls(), inner.calls]).toEqual([1, 1, 1, 1])
  })

  it('encodes anew for each call', async () => {
    const { channel, received } = paired()
    const value = { n: 1 }
    const layered = channel.pipe(json<unknown, { n: number }>())
    broadcast([layered], value)
    value.n = 2
    broadcast([layered], value)
    await settled()
    expect(received).toEqual(['{"n":1}', '{"n":2}'])
  })

  it('encodes once for each replacer', async () => {
    const [all, few] = [paired(), paired()]
    const plain = all.channel.pipe(json<unknown, { a: number; b: number }>())
    const replaced = few.channel.pipe(json<unknown, { a: number; b: number }>({ replacer: ['a'] }))
    broadcast([plain, replaced], { a: 1, b: 2 })
    await settled()
    expect([all.received, few.received]).toEqual([['{"a":1,"b":2}'], ['{"a":1}']])
  })

  it('goes through layers that do not encode', async () => {
    const { channel, received } = paired()
    const beating = channel.pipe(
      json<unknown, { n: number }>(),
      heartbeat({ message: { n: 0 }, interval: 60_000 }),
    )
    broadcast([beating], { n: 5 })
    await settled()
    expect(received).toContain('{"n":5}')
    channel.abort()
  })

  it('that one codec cannot encode throws a MessageError, before any channel has received it', async () => {
    const fine = counting('a')
    const cause = new Error('Not today')
    const failing = codec<unknown, number>({
      encode: () => {
        throw cause
      },
      decode: Number,
    })
    const [first, last] = [paired(), paired()]
    const channels = [first.channel.pipe(codec(fine)), last.channel.pipe(failing)]
    expect(() => {
      broadcast(channels, 1)
    }).toThrow(expect.objectContaining({ cause }))
    expect(() => {
      broadcast(
        [first.channel.pipe(json()), last.channel.pipe(failing)] as never,
        undefined as never,
      )
    }).toThrow(MessageError)
    await settled()
    expect(first.received).toEqual([])
    expect(fine.calls()).toBe(1)
  })

  it('whose encoded form cannot be sent throws a MessageError with it, before any channel has received it', async () => {
    const [first, last] = [paired(), paired()]
    const odd = codec<unknown, number>({ encode: (value) => value as never, decode: Number })
    const channels = [first.channel.pipe(codec(counting('a'))), last.channel.pipe(odd)]
    let error: unknown
    try {
      broadcast(channels, 3)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toBeInstanceOf(MessageError)
    expect(error).toMatchObject({ data: 3, cause: expect.any(TypeError) as unknown })
    await settled()
    expect(first.received).toEqual([])
  })

  it('does not ask the codec of a channel that is passed over', async () => {
    const [gone, fine] = [paired(), paired()]
    const strict = counting('a')
    const channels = [gone.channel.pipe(codec(strict)), fine.channel.pipe(codec(counting('b')))]
    gone.channel.abort()
    broadcast(channels, 1)
    await settled()
    expect(fine.received).toEqual(['1b'])
    expect(strict.calls()).toBe(0)
  })

  it('is encoded by our layers over channels of users, once', async () => {
    const outgoing = schemaOf((value) => value as number)
    const pairs = [paired(), paired()]
    const channels = pairs.map(({ channel }) =>
      json({ outgoing, incoming: outgoing })(userMade(channel)),
    )
    broadcast(channels, 4)
    broadcast(channels.map(userMade), 5)
    await settled()
    expect(pairs.map(({ received }) => received)).toEqual([
      ['4', '5'],
      ['4', '5'],
    ])
    expect(outgoing.calls()).toBe(2)
  })
})

describe('a broadcast to a reconnecting channel', () => {
  it('is encoded once by layers above it, and queued while it has no connection', async () => {
    const outgoing = numbered()
    const over = overPairs()
    const plain = paired()
    const channels = [over.channel, plain.channel].map((channel) =>
      channel.pipe(json({ incoming: outgoing, outgoing })),
    )
    broadcast(channels, { n: 1 })
    expect(outgoing.calls()).toBe(1)
    await over.isOpen(1)
    over.peer().abort()
    await over.isWaiting()
    broadcast(channels, { n: 2 })
    await over.isOpen(2)
    broadcast(channels, { n: 3 })
    await vi.waitFor(() => {
      expect(over.received).toEqual([['{"n":1}'], ['{"n":2}', '{"n":3}']])
    })
    expect(plain.received).toEqual(['{"n":1}', '{"n":2}', '{"n":3}'])
    over.channel.abort()
  })

  it('throws what the codec of its connection throws, before any channel has received it', async () => {
    const { received: frames, channel: other } = paired()
    const pairs: Channel<Frame, Sendable>[] = []
    const { reconnecting } = await import('../../src/layers/reconnecting/reconnecting.js')
    const received: Frame[] = []
    const channel = reconnecting(() => {
      const [own, peer] = channelPair()
      pairs.push(peer)
      peer.stream.subscribe({ next: (frame) => received.push(frame), error: () => undefined })
      return own.pipe(codec(counting('r')))
    })
    await vi.waitFor(() => {
      expect(channel.status.name).toBe('open')
    })
    const channels = [other.pipe(codec(counting('o'))), channel]
    expect(() => {
      broadcast(channels, -1)
    }).toThrow(MessageError)
    broadcast(channels, 2)
    await vi.waitFor(() => {
      expect(received).toEqual(['2r'])
    })
    expect(frames).toEqual(['2o'])
    channel.abort()
  })

  it('whose queue is full is passed over', async () => {
    const over = overPairs({ queue: { maxBytes: 1, overflow: 'throw' } })
    const { channel, received } = paired()
    expect(() => {
      over.channel.sink.add('ab')
    }).toThrow(BufferOverflowError)
    broadcast([over.channel, channel], 'ab')
    await settled()
    expect(received).toEqual(['ab'])
    over.channel.abort()
  })
})
