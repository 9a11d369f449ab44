import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { channelPair } from '../../src/channels/channel-pair.js'
import { nextTask } from '../../src/core/sending/next-task.js'
import type { Channel } from '../../src/core/channel.js'
import type { Frame, Sendable } from '../../src/core/frame.js'
import { json } from '../../src/layers/json.js'
import { reconnecting } from '../../src/layers/reconnecting/reconnecting.js'

// Everything that fake timers can replace, also what carries no deadline.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['queueMicrotask', 'setImmediate', 'setInterval', 'setTimeout'] })
})

afterEach(() => {
  vi.useRealTimers()
})

it('delivers held frames, and the end, while the clock stands still', async () => {
  const [client, server] = channelPair()
  server.sink.add('held')
  await server.ready
  const seen: unknown[] = []
  client.stream.subscribe({ next: (frame) => seen.push(frame), complete: () => seen.push('end') })
  await server.sink.close()
  await client.closed
  expect(seen).toEqual(['held', 'end'])
})

it('emits each state while the clock stands still', async () => {
  const [client] = channelPair()
  const states: unknown[] = []
  client.states.subscribe((state) => states.push(state))
  await client.ready
  await client.sink.close()
  await Promise.resolve()
  expect(states).toEqual(['open', 'closing', 'closed'])
})

it('pulls an iterator of a layered channel while the clock stands still', async () => {
  const [client, server] = channelPair()
  server.sink.add('{"text":"hi"}')
  void server.sink.close()
  const messages: unknown[] = []
  for await (const message of client.pipe(json()).stream) messages.push(message)
  expect(messages).toEqual([{ text: 'hi' }])
})

type FrameChannel = Channel<Frame, Sendable>

const layers: readonly [
  name: string,
  layer: (channel: FrameChannel) => Channel<unknown, string>,
][] = [
  ['a channel', (channel) => channel],
  ['a layered channel', (channel) => channel.pipe(json<string>())],
  ['a reconnecting channel', (channel) => reconnecting(() => channel, { highWaterMark: 1_000 })],
  [
    'a reconnecting channel of layered channels',
    (channel) => reconnecting(() => channel.pipe(json<string>()), { highWaterMark: 1_000 }),
  ],
  [
    'a reconnecting channel of reconnecting channels',
    (channel) => {
      const inner = reconnecting(() => channel, { highWaterMark: 1_000 })
      return reconnecting(() => inner, { highWaterMark: 1_000 })
    },
  ],
]

it.each(layers)(
  'sends as fast as the peer reads %s, while the clock stands still',
  async (_, layer) => {
    const [client, server] = channelPair({ highWaterMark: 1_000 })
    const { sink, ready } = layer(client)
    await ready
    const adding = sink.addStream(Array.from({ length: 10 }, () => 'x'.repeat(1_000)))
    const frames = server.stream[Symbol.asyncIterator]()
    await frames.next()
    while (sink.bufferedAmount < sink.highWaterMark) await nextTask()
    const roomAgain = sink.ready
    for (let read = 1; read < 10; read++) await frames.next()
    await roomAgain
    await adding
    expect(sink.bufferedAmount).toBe(0)
  },
)
