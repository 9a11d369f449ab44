import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { channelPair } from '../../src/channels/channel-pair.js'
import { json } from '../../src/layers/json.js'

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
