import { Observable } from 'rxjs'
import { describe, expect, it, vi } from 'vitest'
import { channelPair } from '../../src/channels/channel-pair.js'
import {
  ConnectionClosedError,
  KeepAliveTimeoutError,
  MessageError,
} from '../../src/core/errors.js'
import type { Frame, Sendable } from '../../src/core/frame.js'
import { codec } from '../../src/layers/codec.js'
import { heartbeat } from '../../src/layers/heartbeat/heartbeat.js'
import { json } from '../../src/layers/json.js'
import { requests } from '../../src/layers/requests.js'
import { record } from './record.js'
import { userMade } from './user-made-channel.js'

describe('a layer around a channel that users made', () => {
  it('sends, receives and ends as the channel does', async () => {
    const [client, server] = channelPair()
    const values = json()(userMade(client))
    const got = record(values)
    const received = record(server)
    await values.sink.addStream([1, { two: 2 }])
    server.sink.add('"hello"')
    await vi.waitFor(() => {
      expect(got).toEqual(['hello'])
    })
    await server.sink.close(1000)
    await vi.waitFor(() => {
      expect(got).toEqual(['hello', 'complete'])
    })
    expect(received).toEqual(['1', '{"two":2}', 'complete'])
    expect(values.closeCode).toBe(1000)
  })

  it('aborts it when a message is invalid, and ends with that error', async () => {
    const [client, server] = channelPair()
    server.stream.subscribe({ error: () => undefined })
    const values = json()(userMade(client))
    const got = record(values)
    server.sink.add('1')
    server.sink.add('{')
    await vi.waitFor(() => {
      expect(got).toEqual([1, expect.any(MessageError)])
    })
    expect(client.state).toBe('closed')
  })

  it('delivers and holds `undefined`, which its messages may be', async () => {
    const [client, server] = channelPair()
    const numbers = codec({
      decode: (frame: Frame) => (frame === '' ? undefined : Number(frame)),
      encode: (value: Sendable) => value,
    })
    const channel = heartbeat<number | undefined>()(userMade(numbers(client)))
    for (const frame of ['', '1', '', '2']) server.sink.add(frame)
    await new Promise((resolve) => setTimeout(resolve))
    const iterator = channel.stream[Symbol.asyncIterator]()
    expect(await iterator.next()).toEqual({ done: false, value: undefined })
    expect(await iterator.next()).toEqual({ done: false, value: 1 })
    await iterator.return?.()
    const got = record(channel)
    await server.sink.close(1000)
    await vi.waitFor(() => {
      expect(got).toEqual([undefined, 2, 'complete'])
    })
  })

  it('rejects requests when the stream ends before the channel', async () => {
    const [client] = channelPair()
    const stream = Object.assign(new Observable<never>(), {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.resolve({ done: true as const, value: undefined }),
      }),
    })
    const channel = requests(asking)({ ...userMade(json()(client)), state: 'open', stream })
    const end = { code: 1006, reason: '', wasClean: false, initiator: 'failure' }
    await expect(channel.request({ ask: 1 })).rejects.toMatchObject(end)
    await expect(channel.request({ ask: 2 })).rejects.toBeInstanceOf(ConnectionClosedError)
    client.abort()
  })

  it('ends it though its `abort` throws, also in a timer', async () => {
    const [client] = channelPair()
    const abort = (reason?: unknown) => {
      client.abort(reason)
      throw new Error('nothing to abort')
    }
    const channel = heartbeat({ interval: 1, timeout: 1 })({ ...userMade(client), abort })
    const got = record(channel)
    await vi.waitFor(() => {
      expect(got).toEqual([expect.any(KeepAliveTimeoutError)])
    })
  })

  it('keeps its backpressure', async () => {
    const [client, server] = channelPair({ highWaterMark: 10 })
    const big = 'x'.repeat(2 ** 20)
    const iterator = json()(userMade(client)).stream[Symbol.asyncIterator]()
    const first = iterator.next()
    await client.ready
    for (let count = 0; count < 20; count += 1) server.sink.add(JSON.stringify(big))
    expect((await first).value).toBe(big)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(server.sink.bufferedAmount).toBeGreaterThan(10 * big.length)
    await iterator.return?.()
    client.abort()
  })

  it('asks requests on it', async () => {
    const [client, server] = channelPair()
    server.stream.subscribe((frame) => {
      server.sink.add(frame)
    })
    const channel = requests(asking)(json()(userMade(client)))
    expect(await channel.request({ ask: 1 })).toEqual({ ask: 1, id: 1 })
    await channel.sink.close()
  })
})

const asking = {
  stamp: (message: unknown, id: number) => ({ ...Object(message), id }) as unknown,
  answers: (message: unknown) => (Object(message) as { readonly id?: number }).id,
}
