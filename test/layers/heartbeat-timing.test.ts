import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BrowserWebSocketChannel } from '../../src/channels/browser-web-socket-channel.js'
import { heartbeat } from '../../src/layers/heartbeat/heartbeat.js'
import { beating, beatingPair, type Options, silenceInfo } from './beating-pair.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

describe('the timing of a heartbeat', () => {
  it('sends the message when nothing has arrived for `interval`, counted from the last arrival', async () => {
    const { channel, server, sent, pass } = beatingPair()
    await pass(700)
    server.sink.add('hello')
    await pass(999)
    expect(sent).toEqual([])
    await pass(1)
    expect(sent).toEqual(['ping 1700'])
    channel.abort()
  })

  it('ends the channel when nothing arrives for `timeout` after the message', async () => {
    const { channel, sent, ends, pass } = beatingPair()
    await pass(1_299)
    expect([sent, ends]).toEqual([['ping 1000'], []])
    await pass(1)
    expect(ends).toEqual(['KeepAliveTimeoutError 1300'])
    expect(await channel.closed).toEqual(silenceInfo)
  })

  it('has the defaults of `keepAlive`: 20 seconds each', async () => {
    const { sent, ends, pass } = beatingPair({ message: 'ping' })
    await pass(40_000)
    expect([sent, ends]).toEqual([['ping 20000'], ['KeepAliveTimeoutError 40000']])
  })

  it('sends the next message `interval` after the answer to the last one', async () => {
    const { channel, server, sent, pass } = beatingPair()
    for (const wait of [1_100, 1_200]) {
      await pass(wait)
      server.sink.add('pong')
    }
    await pass(1_000)
    expect(sent).toEqual(['ping 1000', 'ping 2100', 'ping 3300'])
    channel.abort()
  })

  it('without `message` sends nothing, and ends the channel after `interval` and `timeout` of silence', async () => {
    const { server, sent, ends, pass } = beatingPair({ interval: 1_000, timeout: 300 })
    await pass(1_250)
    server.sink.add('hello')
    await pass(1_299)
    expect(ends).toEqual([])
    await pass(1)
    expect([sent, ends]).toEqual([[], ['KeepAliveTimeoutError 2550']])
  })

  it('counts anything that arrives as an answer, though only a reply is one', async () => {
    const { channel, server, ends, received, pass } = beatingPair()
    for (let time = 0; time < 10; time++) {
      await pass(1_200)
      server.sink.add('other')
    }
    await pass(0)
    expect([ends, received.length]).toEqual([[], 10])
    channel.abort()
  })

  it('sends no other message while one has no answer', async () => {
    const { channel, server, sent, pass } = beatingPair({ ...beating, timeout: 100_000 })
    for (let time = 0; time < 20; time++) {
      await pass(1_500)
      server.sink.add('other')
    }
    expect(sent).toEqual(['ping 1000'])
    server.sink.add('pong')
    await pass(1_000)
    expect(sent).toEqual(['ping 1000', 'ping 31000'])
    channel.abort()
  })

  it('takes what arrived for the answer when no reply has come within `timeout`', async () => {
    const { channel, server, sent, pass } = beatingPair()
    await pass(1_200)
    server.sink.add('other')
    await pass(1_000)
    expect(sent).toEqual(['ping 1000', 'ping 2200'])
    channel.abort()
  })

  it('ends after `interval` and `timeout` of silence also when a message has only another answer', async () => {
    const { server, sent, ends, pass } = beatingPair({ ...beating, timeout: 5_000 })
    await pass(1_100)
    server.sink.add('other')
    await pass(5_999)
    expect([sent, ends]).toEqual([['ping 1000'], []])
    await pass(1)
    expect(ends).toEqual(['KeepAliveTimeoutError 7100'])
  })

  it('with `interval: 0` sends the first message at once, and the next when the last is answered', async () => {
    const { channel, server, sent, pass } = beatingPair({ ...beating, interval: 0 })
    await pass(100)
    expect(sent).toEqual(['ping 0'])
    server.sink.add('other')
    await pass(100)
    server.sink.add('pong')
    await pass(100)
    expect(sent).toEqual(['ping 0', 'ping 200'])
    channel.abort()
  })

  it('with `interval: 0` and answers at once leaves turns to others', async () => {
    const { channel, server, sent, pass } = beatingPair({ ...beating, interval: 0 })
    server.stream.subscribe({
      next: () => {
        server.sink.add('pong')
      },
      error: () => undefined,
    })
    await pass(10)
    expect(sent.length).toBeGreaterThan(5)
    expect(sent.length).toBeLessThan(12)
    channel.abort()
  })

  it.each<[string, Options]>([
    ['interval', { ...beating, interval: Infinity }],
    ['timeout', { ...beating, timeout: Infinity }],
    ['interval, without a message', { interval: Infinity }],
    ['timeout, without a message', { timeout: 2 ** 31 }],
  ])('never ends a channel with `Infinity` for %s', async (_, options) => {
    const { channel, ends, pass } = beatingPair(options)
    await pass(10_000_000)
    expect(ends).toEqual([])
    channel.abort()
  })

  it('counts a burst that arrives in one turn once, with one timer', async () => {
    const { channel, server, sent, pass } = beatingPair()
    await pass(500)
    for (let count = 0; count < 1_000; count++) server.sink.add('x')
    await pass(1)
    expect(vi.getTimerCount()).toBe(1)
    await pass(998)
    expect(sent).toEqual([])
    await pass(1)
    expect(sent).toEqual(['ping 1500'])
    channel.abort()
  })

  it('arms its timer from the task that received a message, not from a timer', async () => {
    const { channel, server, pass } = beatingPair()
    await pass(100)
    const armed = vi.spyOn(globalThis, 'setTimeout')
    server.sink.add('hello')
    for (let turn = 0; turn < 5; turn++) await Promise.resolve()
    expect(armed).toHaveBeenCalledTimes(1)
    expect(armed.mock.calls[0]?.[1]).toBe(1_000)
    armed.mockRestore()
    channel.abort()
  })

  it('counts what arrives in the turn in which fake timers are advanced', async () => {
    const socket = Object.assign(new EventTarget(), {
      readyState: 1,
      binaryType: '',
      close: vi.fn(),
    })
    const channel = BrowserWebSocketChannel.from(socket as never).pipe(
      heartbeat({ interval: 1_000, timeout: 300 }),
    )
    await channel.ready
    for (let time = 0; time < 5; time++) {
      socket.dispatchEvent(new MessageEvent('message', { data: 'hello' }))
      vi.advanceTimersByTime(1_250)
    }
    expect(channel.state).toBe('open')
    vi.advanceTimersByTime(1_299)
    expect(channel.state).toBe('closed')
  })
})
