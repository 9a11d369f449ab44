import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { channelPair } from '../../src/channels/channel-pair.js'
import type { Frame } from '../../src/core/frame.js'
import { heartbeat } from '../../src/layers/heartbeat/heartbeat.js'
import {
  type Asked,
  asking,
  beating,
  type Beating,
  beatingPair,
  type Options,
  silenceInfo,
} from './beating-pair.js'
import { json } from '../../src/layers/json.js'
import { requests } from '../../src/layers/requests.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

/** Each callback of a heartbeat, which calls `act` when it is called for the first time. */
const callbacks: readonly [string, (act: () => void) => Options, number][] = [
  [
    'message',
    (act) => ({
      ...beating,
      message: () => {
        act()
        return 'ping'
      },
    }),
    1_000,
  ],
  [
    'isReply',
    (act) => ({
      ...beating,
      isReply: (frame) => {
        if (frame === 'pong') act()
        return frame === 'pong'
      },
    }),
    1_010,
  ],
  [
    'answer',
    (act) => ({
      ...beating,
      answer: (frame) => {
        if (frame !== 'pong') return undefined
        act()
        return 'answered'
      },
    }),
    1_010,
  ],
]

/** Plays one message and its reply, with a callback that acts once. */
async function play(optionsOf: (act: () => void) => Options, act: (channel: Beating) => void) {
  let isFirst = true
  const pair = beatingPair(
    optionsOf(() => {
      if (isFirst) {
        isFirst = false
        act(pair.channel)
      }
    }),
  )
  await pair.pass(0)
  await pair.pass(1_010)
  pair.server.sink.add('before')
  pair.server.sink.add('pong')
  pair.server.sink.add('after')
  await pair.pass(5)
  return pair
}

const local = { initiator: 'local' }
const dropped = { code: 1006, reason: '', wasClean: false, initiator: 'local' }

describe.each(callbacks)('`%s` may call', (name, optionsOf, at) => {
  it('`close`', async () => {
    const { channel, sent, ends } = await play(optionsOf, ({ sink }) => void sink.close(4000))
    expect(await channel.closed).toMatchObject({ code: 4000, ...local })
    expect(ends).toEqual([`complete ${at}`])
    expect(sent).toEqual(name === 'message' ? [] : ['ping 1000'])
  })

  it('`abort`', async () => {
    const { channel, sent, ends } = await play(optionsOf, (open) => open.abort())
    expect(await channel.closed).toEqual(dropped)
    expect(ends).toEqual([`complete ${at}`])
    expect(sent).toEqual(name === 'message' ? [] : ['ping 1000'])
  })

  it('`add`', async () => {
    const { channel, sent, ends, received } = await play(optionsOf, ({ sink }) => sink.add('mine'))
    const reply = name === 'answer' ? ['answered 1010'] : []
    const all =
      name === 'message' ? ['mine 1000', 'ping 1000'] : ['ping 1000', 'mine 1010', ...reply]
    expect([sent, ends, received]).toEqual([all, [], ['before', 'after']])
    channel.abort()
  })
})

describe.each(callbacks)('`%s`', (_, optionsOf) => {
  it('that throws ends the channel with what it threw, and nothing else', async () => {
    const thrown = new Error('broken')
    let error: unknown
    const { channel } = await play(optionsOf, (open) => {
      open.stream.subscribe({ error: (reason: unknown) => (error = reason) })
      throw thrown
    })
    expect(await channel.closed).toEqual(silenceInfo)
    expect(error).toBe(thrown)
  })

  it('that closes the channel and then throws leaves it closed by this side', async () => {
    const { channel } = await play(optionsOf, ({ sink }) => {
      void sink.close(4000)
      throw new Error('broken')
    })
    expect(await channel.closed).toMatchObject(local)
  })
})

it.each(['isReply', 'answer'] as const)(
  '`%s` that throws ends the stream behind what was held before',
  async (name) => {
    const thrown = new Error('broken')
    const [client, server] = channelPair()
    const channel = client.pipe(
      heartbeat({
        [name]: (frame: Frame) => {
          if (frame === 'broken') throw thrown
        },
      }),
    )
    server.stream.subscribe({ error: () => undefined })
    for (const frame of ['held', 'broken', 'after']) server.sink.add(frame)
    await channel.closed
    const got: unknown[] = []
    channel.stream.subscribe({
      next: (frame) => got.push(frame),
      error: (error: unknown) => got.push(error),
    })
    await vi.advanceTimersByTimeAsync(0)
    expect(got).toEqual(['held', thrown])
  },
)

describe('a message that the sink refuses ends the channel with its error', () => {
  it.each<[string, Options]>([
    ['the message', { interval: 10, message: 1 as never }],
    ['what the function returns', { interval: 10, message: () => undefined as never }],
    ['a promise, whose rejection is handled', { interval: 10, message: () => rejected() }],
    ['the answer', { answer: () => ({}) as never }],
    ['a promise as the answer', { answer: () => rejected() }],
  ])('%s', async (_, options) => {
    const { channel, server } = beatingPair(options)
    let error: unknown
    channel.stream.subscribe({ error: (reason: unknown) => (error = reason) })
    await vi.advanceTimersByTimeAsync(10)
    server.sink.add('hello')
    await vi.advanceTimersByTimeAsync(0)
    expect(error).toBeInstanceOf(TypeError)
    expect(await channel.closed).toEqual(silenceInfo)
  })

  it('and so does one that a layer below cannot encode', async () => {
    const [client, server] = channelPair()
    server.stream.subscribe({ error: () => undefined })
    const channel = client.pipe(json(), heartbeat<unknown, unknown>({ interval: 10, message: 1n }))
    let error: unknown
    channel.stream.subscribe({ error: (reason: unknown) => (error = reason) })
    await vi.advanceTimersByTimeAsync(10)
    expect(error).toMatchObject({ name: 'MessageError' })
    expect(channel.state).toBe('closed')
  })

  function rejected(): never {
    return Promise.reject(new Error('nobody handles this')) as never
  }
})

it('requests are asked inside `isReply` and `answer` of a heartbeat below', async () => {
  const [client, server] = channelPair()
  server.stream.subscribe((frame) => {
    server.sink.add(frame)
  })
  const answers: unknown[] = []
  const ask = (text: string): void =>
    void channel.request({ text }).then((got) => answers.push(got))
  const channel = client.pipe(
    heartbeat({
      answer: (frame) => (frame === '"answer"' ? (ask('a'), '"done"') : undefined),
      isReply: (frame) => frame === '"reply"' && (ask('b'), true),
    }),
    json<Asked>(),
    requests(asking),
  )
  for (const frame of ['"answer"', '"reply"']) server.sink.add(frame)
  await vi.advanceTimersByTimeAsync(0)
  expect(answers).toEqual([
    { id: 1, text: 'a' },
    { id: 2, text: 'b' },
  ])
  await channel.sink.close()
})
