import { describe, expect, it, vi } from 'vitest'
import type { Channel, ChannelSink } from '../../src/core/channel.js'
import { broadcast } from '../../src/server/broadcast.js'
import { userMade } from '../layers/user-made-channel.js'
import { channelPair } from '../../src/channels/channel-pair.js'
import { json } from '../../src/layers/json.js'
import { MIB, noise, paths, untilStalled } from './accepted-paths.js'
import { AcceptingServer } from './accepting-server.js'

describe.each(paths)('a volatile broadcast to channels $path', ({ options, extensions }) => {
  it('leaves out those for which more than highWaterMark waits, and reaches them again later', async () => {
    await using server = await AcceptingServer.start({ ...options, highWaterMark: 100_000 })
    const slow = await server.connect(extensions)
    const fast = await server.connect(extensions)
    slow.client.pause()
    while (slow.channel.sink.bufferedAmount <= 100_000) {
      slow.channel.sink.add(noise(MIB))
      await untilStalled(slow.channel)
    }
    const before = slow.channel.sink.bufferedAmount
    broadcast(server.channels, 'left out', { volatile: true })
    expect(slow.channel.sink.bufferedAmount).toBe(before)
    broadcast(server.channels, 'for all')
    slow.client.resume()
    await vi.waitFor(() => {
      expect(slow.channel.sink.bufferedAmount).toBe(0)
    })
    broadcast(server.channels, 'reached', { volatile: true })
    await vi.waitFor(() => {
      expect(fast.client.texts).toEqual(['left out', 'for all', 'reached'])
    })
    await vi.waitFor(() => {
      expect(slow.client.texts).toEqual(['for all', 'reached'])
    })
  })

  it('reaches a peer that reads with any number of messages in a tick', async () => {
    await using server = await AcceptingServer.start({ ...options, highWaterMark: 1_000 })
    const { client } = await server.connect(extensions)
    for (let message = 0; message < 50; message++) {
      broadcast(server.channels, 'm'.repeat(300), { volatile: true })
    }
    await vi.waitFor(() => {
      expect(client.frames.length).toBe(50)
    })
  })
})

/** A channel of a user for which so many bytes wait. */
function waiting(sink: Partial<ChannelSink<string>>): {
  channel: Channel<unknown, string>
  added: string[]
} {
  const added: string[] = []
  const base = userMade(channelPair()[0])
  const add = (data: string): void => {
    added.push(data)
  }
  return { channel: { ...base, state: 'open', sink: { ...sink, add } as never }, added }
}

describe('a volatile broadcast', () => {
  it('takes 1 MiB for a channel without highWaterMark', () => {
    const [at, above] = [waiting({ bufferedAmount: MIB }), waiting({ bufferedAmount: MIB + 1 })]
    broadcast([at.channel, above.channel], 'a', { volatile: true })
    broadcast([at.channel, above.channel], 'b', { volatile: false })
    expect(at.added).toEqual(['a', 'b'])
    expect(above.added).toEqual(['b'])
  })

  it('looks at the channel below layers', () => {
    const [at, above] = [
      waiting({ bufferedAmount: 10, highWaterMark: 10 }),
      waiting({ bufferedAmount: 11, highWaterMark: 10 }),
    ]
    const channels = [at, above].map(({ channel }) => json<unknown, number>()(channel as never))
    broadcast(channels, 1, { volatile: true })
    expect([at.added, above.added]).toEqual([['1'], []])
  })

  it('passes over a channel whose amount cannot be read', () => {
    const broken = {
      get bufferedAmount(): number {
        throw new Error('Not of the channel')
      },
    }
    const base = waiting({})
    Object.defineProperties(base.channel.sink, Object.getOwnPropertyDescriptors(broken))
    const fine = waiting({ bufferedAmount: 0 })
    broadcast([base.channel, fine.channel], 'a', { volatile: true })
    expect([base.added, fine.added]).toEqual([[], ['a']])
  })
})
