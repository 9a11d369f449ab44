import { Duplex } from 'node:stream'
import { Observable } from 'rxjs'
import { describe, expect, it, vi } from 'vitest'
import { channelPair } from '../../src/channels/channel-pair.js'
import { ConnectionClosedError } from '../../src/core/errors.js'
import type { Frame } from '../../src/core/frame.js'
import { json } from '../../src/layers/json.js'
import { toWebStreams } from '../../src/layers/to-web-streams.js'
import { userMade } from './user-made-channel.js'

describe('readable', () => {
  it('reads the messages, and closes where the stream completes', async () => {
    const [client, server] = channelPair()
    const { readable } = toWebStreams(client.pipe(json()))
    for (const text of ['1', '2']) server.sink.add(text)
    void server.sink.close()
    const read: unknown[] = []
    for await (const message of readable) read.push(message)
    expect(read).toEqual([1, 2])
  })

  it('errors as the stream does', async () => {
    const [client, server] = channelPair()
    const { readable } = toWebStreams(client)
    server.abort()
    await expect(readable.getReader().read()).rejects.toBeInstanceOf(ConnectionClosedError)
  })

  it('takes nothing until it is read', async () => {
    const [client, server] = channelPair()
    toWebStreams(client)
    server.sink.add('a')
    await server.sink.close()
    const seen: unknown[] = []
    for await (const frame of client.stream) seen.push(frame)
    expect(seen).toEqual(['a'])
  })

  it('pauses the socket while it is behind', async () => {
    const [client, server] = channelPair({ highWaterMark: 3 })
    const reader = toWebStreams(client).readable.getReader()
    const first = reader.read()
    await client.ready
    for (let count = 0; count < 20; count += 1) server.sink.add('abc')
    await first
    await expect.poll(() => server.sink.bufferedAmount).toBe(17 * 3)
    await reader.cancel()
    await client.sink.close()
  })

  it('is cancelled at once, also where an iterator finishes only with its next message', async () => {
    const [client] = channelPair()
    const stream = Object.assign(new Observable<Frame>(), {
      async *[Symbol.asyncIterator]() {
        yield await new Promise<Frame>(() => undefined)
      },
    })
    const reader = toWebStreams({ ...userMade(client), stream }).readable.getReader()
    const read = reader.read()
    await new Promise((resolve) => setTimeout(resolve))
    await reader.cancel()
    expect(await read).toEqual({ done: true, value: undefined })
    expect(client.state).toBe('open')
    client.abort()
  })

  it('leaves the channel open when it is cancelled', async () => {
    const [client, server] = channelPair()
    const { readable } = toWebStreams(client)
    const reader = readable.getReader()
    const read = reader.read()
    server.sink.add('a')
    await read
    await reader.cancel()
    server.sink.add('b')
    const next = client.stream[Symbol.asyncIterator]().next()
    expect(await next).toEqual({ done: false, value: 'b' })
    await client.sink.close()
    await toWebStreams(client).readable.cancel()
  })
})

describe('writable', () => {
  it('adds what is written, waits for `ready`, and closes the sink', async () => {
    const [client, server] = channelPair()
    const received: unknown[] = []
    server.stream.subscribe((frame) => received.push(frame))
    const { writable } = toWebStreams(client.pipe(json()))
    const writer = writable.getWriter()
    await writer.write({ n: 1 })
    await writer.close()
    expect(received).toEqual(['{"n":1}'])
    expect(await client.closed).toMatchObject({ initiator: 'local', wasClean: true })
  })

  it('aborts the channel at once, also while a write is pending', async () => {
    const [client, server] = channelPair({ highWaterMark: 1 })
    const iterator = server.stream[Symbol.asyncIterator]()
    void iterator.next()
    const { writable } = toWebStreams(client)
    const writer = writable.getWriter()
    const writes = Array.from({ length: 5 }, () => writer.write('a'.repeat(2 ** 21)))
    const settled = Promise.allSettled(writes)
    await writer.abort(new Error('enough'))
    expect(client.state).toBe('closed')
    await settled
    await iterator.return?.()
  })

  it.each([
    ['the error of the stream', 'abort', 'Connection closed: there was no close frame'],
    ['a ConnectionClosedError', 'close', 'Connection closed: received 1000'],
  ] as const)('errors with %s when the peer ends the channel', async (_, way, message) => {
    const [client, server] = channelPair()
    client.stream.subscribe({ error: () => undefined })
    const writer = toWebStreams(client).writable.getWriter()
    if (way === 'abort') server.abort()
    else await server.sink.close(1000)
    await expect(writer.closed).rejects.toThrow(message)
    await expect(writer.closed).rejects.toBeInstanceOf(ConnectionClosedError)
  })
})

it('makes a stream of Node with `Duplex.fromWeb`', async () => {
  const [client, server] = channelPair()
  server.stream.subscribe((frame) => {
    server.sink.add(frame)
  })
  const { readable, writable } = toWebStreams(client)
  const duplex = Duplex.fromWeb({ readable, writable } as never, { encoding: 'utf8' })
  const echoed = new Promise((resolve) => duplex.once('data', resolve))
  duplex.write(Buffer.from('ping'))
  expect(await echoed).toBe('ping')
  duplex.end()
  expect(await client.closed).toMatchObject({ code: 1005, initiator: 'local', wasClean: true })
})

it('throws TypeError where the platform has no web streams', async () => {
  const [client] = channelPair()
  vi.stubGlobal('WritableStream', undefined)
  expect(() => toWebStreams(client)).toThrow(
    new TypeError('Cannot make web streams: this platform has no ReadableStream'),
  )
  vi.unstubAllGlobals()
  await client.sink.close()
})
