import { config } from 'rxjs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { channelPair } from '../../src/channels/channel-pair.js'
import { heartbeat } from '../../src/layers/heartbeat/heartbeat.js'
import { beating, beatingPair, type Beating } from './beating-pair.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

describe('`latency`', () => {
  it('emits the milliseconds from each message to its first reply, and replays the last', async () => {
    const { channel, server, pass } = beatingPair()
    const [early, late]: [number[], number[]] = [[], []]
    channel.latency.subscribe((value) => early.push(Math.round(value)))
    await pass(1_030)
    for (const frame of ['other', 'pong', 'pong']) server.sink.add(frame)
    await pass(1_040)
    server.sink.add('pong')
    await pass(0)
    expect(early).toEqual([30, 40])
    channel.latency.subscribe((value) => late.push(Math.round(value)))
    expect(late).toEqual([40])
    channel.abort()
  })

  it('completes at the end, in a microtask, for later subscribers as well', async () => {
    const { channel, server, pass } = beatingPair()
    await pass(1_030)
    server.sink.add('pong')
    await pass(0)
    const events: unknown[] = []
    const subscribe = (name: string) =>
      channel.latency.subscribe({
        next: (value) => events.push(`${name} ${Math.round(value)}`),
        complete: () => events.push(`${name} complete`),
      })
    subscribe('a')
    const left = subscribe('b')
    channel.abort()
    left.unsubscribe()
    subscribe('c')
    expect(events).toEqual(['a 30', 'b 30', 'c 30'])
    await channel.closed
    expect(events.slice(3)).toEqual(['a complete', 'c complete'])
    subscribe('d')
    expect(events.slice(5)).toEqual(['d 30'])
    await Promise.resolve()
    expect(events.slice(6)).toEqual(['d complete'])
  })

  it('completes also after an error, and around a channel that has ended', async () => {
    const ended: string[] = []
    const { channel, pass } = beatingPair()
    channel.latency.subscribe({ complete: () => ended.push('silent') })
    await pass(1_300)
    const [client, server] = channelPair()
    await server.sink.close()
    await client.closed
    client.pipe(heartbeat(beating)).latency.subscribe({ complete: () => ended.push('closed') })
    await pass(0)
    expect(ended).toEqual(['silent', 'closed'])
  })

  it('has no values without `isReply`', async () => {
    const { channel, server, pass } = beatingPair({ ...beating, isReply: undefined })
    const values: number[] = []
    channel.latency.subscribe((value) => values.push(value))
    await pass(1_030)
    server.sink.add('pong')
    await pass(0)
    expect(values).toEqual([])
    channel.abort()
  })

  it.each<[string, (channel: Beating) => void, string | undefined]>([
    ['closes', ({ sink }) => void sink.close(), 'complete 1030'],
    ['aborts', (channel) => channel.abort(), 'complete 1030'],
    ['adds', ({ sink }) => sink.add('mine'), undefined],
  ])('may have a subscriber that %s', async (_, act, end) => {
    const { channel, server, sent, ends, received, pass } = beatingPair()
    channel.latency.subscribe(() => act(channel))
    await pass(1_030)
    server.sink.add('pong')
    server.sink.add('after')
    await pass(5)
    expect(ends).toEqual(end === undefined ? [] : [end])
    expect(sent).toEqual(end === undefined ? ['ping 1000', 'mine 1030'] : ['ping 1000'])
    expect(received).toEqual(end === undefined ? ['after'] : [])
    channel.abort()
  })

  it('may have a subscriber that throws, which reaches neither the channel nor the others', async () => {
    const { channel, server, pass } = beatingPair()
    const [values, thrown]: [number[], unknown[]] = [[], []]
    config.onUnhandledError = (error) => thrown.push(error)
    channel.latency.subscribe(() => {
      throw new Error('broken')
    })
    channel.latency.subscribe((value) => values.push(Math.round(value)))
    await pass(1_030)
    server.sink.add('pong')
    await pass(5)
    config.onUnhandledError = null
    expect([values, thrown, channel.state]).toEqual([[30], [new Error('broken')], 'open'])
    channel.abort()
  })
})
