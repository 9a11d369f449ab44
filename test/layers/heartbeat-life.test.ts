import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { channelPair } from '../../src/channels/channel-pair.js'
import { heartbeat } from '../../src/layers/heartbeat/heartbeat.js'
import { json } from '../../src/layers/json.js'
import { requests } from '../../src/layers/requests.js'
import { asking, type Asked, beating, beatingPair } from './beating-pair.js'
import { userMade } from './user-made-channel.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

describe('a heartbeat', () => {
  it('starts at open', async () => {
    const [client, server] = channelPair()
    await client.ready
    await vi.advanceTimersByTimeAsync(5_000)
    const late = client.pipe(heartbeat(beating))
    const sent: unknown[] = []
    server.stream.subscribe({ next: (frame) => sent.push(frame), error: () => undefined })
    await vi.advanceTimersByTimeAsync(999)
    expect(sent).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(sent).toEqual(['ping'])
    late.abort()
  })

  it('stops at `close`, and sends nothing while the channel is closing', async () => {
    const [client, server] = channelPair({ closeTimeout: 100_000 })
    const channel = client.pipe(heartbeat(beating))
    await vi.advanceTimersByTimeAsync(1_000)
    const closed = channel.sink.close(4000)
    expect(channel.state).toBe('closing')
    expect(vi.getTimerCount()).toBe(1) // That of `closeTimeout`.
    expect(await closed).toMatchObject({ code: 4000, initiator: 'local' })
    server.abort()
  })

  it.each<[string, (pair: ReturnType<typeof beatingPair>) => void]>([
    ['abort', ({ channel }) => channel.abort()],
    ['the peer closes', ({ server }) => void server.sink.close(1000)],
    ['the connection is lost', ({ server }) => server.abort()],
  ])('leaves no timer after the end: %s', async (_, end) => {
    const pair = beatingPair()
    await pair.pass(1_100)
    end(pair)
    await pair.pass(0)
    expect([pair.channel.state, vi.getTimerCount()]).toEqual(['closed', 0])
  })

  it('around a closed channel starts no timer', async () => {
    const [client, server] = channelPair()
    await server.sink.close()
    await client.closed
    const channel = client.pipe(heartbeat(beating))
    expect([channel.state, vi.getTimerCount()]).toEqual(['closed', 0])
  })

  it('holds messages that nobody reads, or drops them with `unobserved: drop`', async () => {
    for (const [unobserved, expected] of [
      [undefined, ['early', 'late']],
      ['drop', ['late']],
    ] as const) {
      const [client, server] = channelPair()
      const channel = client.pipe(heartbeat({ unobserved }))
      server.sink.add('early')
      await vi.advanceTimersByTimeAsync(0)
      const got: unknown[] = []
      channel.stream.subscribe((frame) => got.push(frame))
      await vi.advanceTimersByTimeAsync(0)
      server.sink.add('late')
      await server.sink.close()
      await vi.advanceTimersByTimeAsync(0)
      expect(got).toEqual(expected)
    }
  })

  it('works around a channel that a user made', async () => {
    const [client, server] = channelPair()
    const channel = heartbeat(beating)(userMade(client))
    const [got, sent]: [unknown[], unknown[]] = [[], []]
    channel.stream.subscribe({
      next: (frame) => got.push(frame),
      error: ({ name }: Error) => got.push(name),
    })
    server.stream.subscribe({ next: (frame) => sent.push(frame), error: () => undefined })
    await vi.advanceTimersByTimeAsync(1_000)
    for (const frame of ['pong', 'hello']) server.sink.add(frame)
    await vi.advanceTimersByTimeAsync(1_299)
    expect([got, sent, client.state]).toEqual([['hello'], ['ping', 'ping'], 'open'])
    await vi.advanceTimersByTimeAsync(1)
    expect([got, client.state]).toEqual([['hello', 'KeepAliveTimeoutError'], 'closed'])
  })

  it('counts messages that a layer below has taken out of the stream', async () => {
    const [client, server] = channelPair()
    server.stream.subscribe({
      next: (frame) => {
        server.sink.add(frame)
      },
      error: () => undefined,
    })
    const below = client.pipe(json<Asked>({ invalid: 'skip' }), requests(asking))
    const channel = below.pipe(
      requests<Asked, Asked>({ ...asking, answers: () => undefined }),
      heartbeat({ interval: 1_000, timeout: 300 }),
    )
    for (let time = 0; time < 4; time++) {
      await vi.advanceTimersByTimeAsync(1_200)
      await below.request({ text: 'an answer' })
      await vi.advanceTimersByTimeAsync(1_200)
      server.sink.add('{ no json')
    }
    expect(channel.state).toBe('open')
    await vi.advanceTimersByTimeAsync(1_300)
    expect(channel.state).toBe('closed')
  })
})

describe('a heartbeat while an iteration keeps the socket paused', () => {
  it.each<[string, 'same' | 'above' | 'below']>([
    ['on its channel', 'same'],
    ['on a layer above', 'above'],
    ['on the channel below', 'below'],
  ])('has no timer, and begins anew after it: %s', async (_, place) => {
    const [client, server] = channelPair({ highWaterMark: 10 })
    const sent: unknown[] = []
    server.stream.subscribe({ next: (frame) => sent.push(frame), error: () => undefined })
    const channel = client.pipe(heartbeat({ ...beating, unobserved: 'drop' }))
    const above = channel.pipe(json())
    const { stream } = { same: channel, above, below: client }[place]
    const iterator = stream[Symbol.asyncIterator]()
    const first = iterator.next()
    await vi.advanceTimersByTimeAsync(0)
    for (const frame of ['1', '"a long text"', '"another long text"']) server.sink.add(frame)
    await first
    await vi.advanceTimersByTimeAsync(0)
    expect(vi.getTimerCount()).toBe(0)
    await vi.advanceTimersByTimeAsync(100_000)
    expect([sent, channel.state]).toEqual([[], 'open'])
    await iterator.next()
    await iterator.next()
    await vi.advanceTimersByTimeAsync(999)
    expect([sent, channel.state]).toEqual([[], 'open'])
    await vi.advanceTimersByTimeAsync(1)
    expect(sent).toEqual(['ping'])
    await vi.advanceTimersByTimeAsync(300)
    expect(channel.state).toBe('closed')
  })
})
