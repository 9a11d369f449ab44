import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest'
import { channelPair } from '../../src/channels/channel-pair.js'
import { KeepAliveTimeoutError } from '../../src/core/errors.js'
import { heartbeat, type HeartbeatChannel } from '../../src/layers/heartbeat/heartbeat.js'
import { json } from '../../src/layers/json.js'
import { requests } from '../../src/layers/requests.js'
import {
  asking,
  type Asked,
  beating,
  type Beating,
  beatingPair,
  type Options,
  silenceInfo,
} from './beating-pair.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

describe('the messages of a heartbeat', () => {
  it('are what `message` returns, called each time', async () => {
    let count = 0
    const { channel, server, sent, pass } = beatingPair({
      ...beating,
      message: () => `n${++count}`,
    })
    await pass(1_000)
    server.sink.add('pong')
    await pass(1_000)
    expect(sent).toEqual(['n1 1000', 'n2 2000'])
    channel.abort()
  })

  it.each<[string, Options]>([
    ['a message', { ...beating, message: '' }],
    ['what a function returns', { ...beating, message: () => '' }],
  ])('may be empty: %s', async (_, options) => {
    const { channel, sent, pass } = beatingPair(options)
    await pass(1_000)
    expect(sent).toEqual([' 1000'])
    channel.abort()
  })

  it('have replies, which are taken out of the stream, late and second ones as well', async () => {
    const { channel, server, received, pass } = beatingPair()
    server.sink.add('pong')
    await pass(1_000)
    for (const frame of ['a', 'pong', 'pong', 'b']) server.sink.add(frame)
    await pass(0)
    expect(received).toEqual(['a', 'b'])
    channel.abort()
  })

  it('are in the form of the channel below, when layers are above', async () => {
    const [client, server] = channelPair()
    const channel = client.pipe(
      heartbeat({ interval: 100, message: 'ping', isReply: (frame) => frame === 'pong' }),
      json<Asked>(),
      requests(asking),
    )
    const [got, sent]: [unknown[], unknown[]] = [[], []]
    channel.stream.subscribe((message) => got.push(message))
    server.stream.subscribe((frame) => {
      sent.push(frame)
      server.sink.add(frame === 'ping' ? 'pong' : frame)
    })
    await vi.advanceTimersByTimeAsync(100)
    const asked = channel.request({ text: 'ask' })
    server.sink.add('{"text":"hi"}')
    expect(await asked).toEqual({ text: 'ask', id: 1 })
    await vi.advanceTimersByTimeAsync(0)
    expect([got, sent]).toEqual([[{ text: 'hi' }], ['ping', '{"text":"ask","id":1}']])
    await channel.sink.close()
  })
})

describe('`answer`', () => {
  it.each<[string, unknown]>([
    ['text', 'pong'],
    ['an empty text', ''],
    ['0', 0],
    ['false', false],
    ['null', null],
  ])(
    'sends at once what it returns, and takes the message out of the stream: %s',
    async (_, reply) => {
      const [client, server] = channelPair()
      const channel = client.pipe(
        json(),
        heartbeat<unknown, unknown>({
          answer: (message) => (message === 'ping' ? reply : undefined),
        }),
      )
      const [got, sent]: [unknown[], unknown[]] = [[], []]
      channel.stream.subscribe((message) => got.push(message))
      server.stream.subscribe({
        next: (frame) => sent.push(JSON.parse(String(frame))),
        error: () => undefined,
      })
      for (const message of [1, 'ping', 2]) server.sink.add(JSON.stringify(message))
      await vi.advanceTimersByTimeAsync(0)
      expect([got, sent]).toEqual([[1, 2], [reply]])
      channel.abort()
    },
  )

  it('is asked before `isReply`, which is not asked when there is an answer', async () => {
    const asked: unknown[] = []
    const { channel, server, received, sent, pass } = beatingPair({
      answer: (frame) => {
        asked.push(`answer ${String(frame)}`)
        return frame === 'both' ? 'answered' : undefined
      },
      isReply: (frame) => {
        asked.push(`isReply ${String(frame)}`)
        return true
      },
    })
    for (const frame of ['both', 'reply']) server.sink.add(frame)
    await pass(0)
    expect(asked).toEqual(['answer both', 'answer reply', 'isReply reply'])
    expect([received, sent]).toEqual([[], ['answered 0']])
    channel.abort()
  })

  it('is asked for held messages of a closed channel, and nothing is sent', async () => {
    const [client, server] = channelPair()
    server.sink.add('ping')
    server.sink.add('other')
    await server.sink.close(1000)
    await client.closed
    const buffered = client.sink.bufferedAmount
    const channel = client.pipe(
      heartbeat({ answer: (frame) => (frame === 'ping' ? 'pong' : undefined) }),
    )
    const got: unknown[] = []
    channel.stream.subscribe((frame) => got.push(frame))
    await vi.advanceTimersByTimeAsync(0)
    expect([got, client.sink.bufferedAmount]).toEqual([['other'], buffered])
  })
})

describe('a peer that is silent', () => {
  it('ends the channel at once, without a closing handshake, with one error everywhere', async () => {
    const { channel, server, ends, pass } = beatingPair()
    let error: unknown
    channel.stream.subscribe({ error: (reason: unknown) => (error = reason) })
    const peer = server.closed
    await pass(1_300)
    expect([ends, channel.state]).toEqual([['KeepAliveTimeoutError 1300'], 'closed'])
    expect(error).toEqual(
      new KeepAliveTimeoutError(
        'Connection closed: nothing arrived within 300 ms after a heartbeat',
        silenceInfo,
      ),
    )
    expect(await peer).toMatchObject({ code: 1006, wasClean: false })
  })

  it('is named in the error also where nothing is sent', async () => {
    const { channel, pass } = beatingPair({ interval: 1_000, timeout: 300 })
    let message = ''
    channel.stream.subscribe({ error: (error: Error) => ({ message } = error) })
    await pass(1_300)
    expect(message).toBe('Connection closed: nothing arrived within 1300 ms')
  })

  it('ends the channel behind what nobody has read yet', async () => {
    const [client, server] = channelPair()
    server.stream.subscribe({ error: () => undefined })
    const channel = client.pipe(heartbeat({ interval: 1_000, timeout: 300 }))
    server.sink.add('held')
    await vi.advanceTimersByTimeAsync(1_300)
    expect(channel.state).toBe('closed')
    const got: unknown[] = []
    channel.stream.subscribe({
      next: (frame) => got.push(frame),
      error: ({ name }: Error) => got.push(name),
    })
    await vi.advanceTimersByTimeAsync(0)
    expect(got).toEqual(['held', 'KeepAliveTimeoutError'])
  })
})

describe('the options of a heartbeat', () => {
  it.each<[string, unknown]>([
    ['null', null],
    ['an unknown one', { interval: 1, intervall: 1 }],
    ['interval', { interval: '1' }],
    ['timeout', { timeout: null }],
    ['isReply', { isReply: 'pong' }],
    ['answer', { answer: {} }],
    ['unobserved', { unobserved: true }],
  ])('are checked at once, with a TypeError: %s', (_, options) => {
    expect(() => heartbeat(options as never)).toThrow(TypeError)
  })

  it.each<[string, unknown]>([
    ['a negative interval', { interval: -1 }],
    ['NaN', { timeout: NaN }],
    ['unobserved', { unobserved: 'keep' }],
  ])('are checked at once, with a RangeError: %s', (_, options) => {
    expect(() => heartbeat(options as never)).toThrow(RangeError)
  })

  it('may be undefined, all of them', () => {
    const options = {
      interval: undefined,
      timeout: undefined,
      message: undefined,
      isReply: undefined,
    }
    expect(() => heartbeat({ ...options, answer: undefined, unobserved: undefined })).not.toThrow()
    expect(() => heartbeat()).not.toThrow()
  })
})

it('a heartbeat has the types of the channel that it is around', () => {
  const [client] = channelPair()
  const layer = heartbeat({ message: 'ping' })
  expectTypeOf(layer).returns.toEqualTypeOf<Beating>()
  const channel = client.pipe(heartbeat({ message: 'ping', isReply: (frame) => frame === 'pong' }))
  expectTypeOf(channel).toEqualTypeOf<Beating>()
  const messages = client.pipe(json<Asked>(), heartbeat({ message: { text: 'ping' } }))
  expectTypeOf(messages).toEqualTypeOf<HeartbeatChannel<Asked, Asked>>()
  // @ts-expect-error The message is one of the channel's.
  client.pipe(json<Asked>(), heartbeat({ message: 'ping' }))
  client.abort()
})
