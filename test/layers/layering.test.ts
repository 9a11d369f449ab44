import { describe, expect, it, vi } from 'vitest'
import { channelPair } from '../../src/channels/channel-pair.js'
import { ConnectionClosedError, MessageError } from '../../src/core/errors.js'
import type { Frame, Sendable } from '../../src/core/frame.js'
import { codec } from '../../src/layers/codec.js'
import { json } from '../../src/layers/json.js'
import { requests } from '../../src/layers/requests.js'
import { record } from './record.js'

const failure = { code: 1006, reason: '', wasClean: false, initiator: 'failure' }

describe('a layered channel', () => {
  it('has the state, promises and codes of the channel below', async () => {
    const [client, server] = channelPair()
    const values = client.pipe(json())
    expect([values.closed, values.ready, values.states, values.protocol, values.state]).toEqual([
      client.closed,
      client.ready,
      client.states,
      client.protocol,
      'open',
    ])
    const closed = values.sink.close(4000, 'enough')
    expect([values.state, client.state]).toEqual(['closing', 'closing'])
    expect(await closed).toBe(await client.closed)
    expect([values.closeCode, values.closeReason]).toEqual([4000, 'enough'])
    expect(server.closeCode).toBe(4000)
  })

  it('ends with the very error of the channel below', async () => {
    const [client, server] = channelPair()
    const above = record(client.pipe(json(), requests(asking)))
    const below = record(client)
    server.abort()
    await client.closed
    await vi.waitFor(() => {
      expect(below).toEqual([expect.any(ConnectionClosedError)])
    })
    expect(above[0]).toBe(below[0])
  })

  it('ends the channel below, and every other layer on it, with its own failure', async () => {
    const [client, server] = channelPair()
    server.stream.subscribe({ error: () => undefined })
    const first = client.pipe(json())
    const [values, others, frames] = [record(first), record(client.pipe(text)), record(client)]
    server.sink.add('{')
    expect(await client.closed).toEqual(failure)
    await vi.waitFor(() => {
      expect(values).toEqual([expect.any(MessageError)])
    })
    expect([others, frames]).toEqual([
      ['{', values[0]],
      ['{', values[0]],
    ])
    expect(await first.closed).toEqual(failure)
  })

  it('takes held messages first, and leaves later ones to others as well', async () => {
    const [client, server] = channelPair()
    server.sink.add('1')
    await client.ready
    const values = record(client.pipe(json()))
    const frames = record(client)
    await Promise.resolve()
    server.sink.add('2')
    client.sink.add('from below')
    await server.sink.close()
    await vi.waitFor(() => {
      expect([values, frames]).toEqual([
        [1, 2, 'complete'],
        ['1', '2', 'complete'],
      ])
    })
  })

  it('around a closed channel delivers what is held, then the end; its state is closed at once', async () => {
    const [client, server] = channelPair()
    server.sink.add('1')
    await server.sink.close(1000)
    await client.closed
    const values = client.pipe(json())
    expect([values.state, values.closeCode]).toEqual(['closed', 1000])
    const got = record(values)
    await vi.waitFor(() => {
      expect(got).toEqual([1, 'complete'])
    })
  })

  it('around a closed channel leaves its end as it was when a held message is invalid', async () => {
    const [client, server] = channelPair()
    for (const frame of ['1', '{', '2']) server.sink.add(frame)
    await server.sink.close(1000)
    const info = await client.closed
    const values = client.pipe(json())
    const got = record(values)
    await vi.waitFor(() => {
      expect(got).toEqual([1, expect.any(MessageError)])
    })
    expect([values.state, values.closeCode, await values.closed]).toEqual(['closed', 1000, info])
    expect(record(values)).toEqual([])
    const again = record(values)
    await vi.waitFor(() => {
      expect(again).toEqual([got[1]])
    })
  })

  it('rejects `done` below with what `addError` above was given', async () => {
    const [client] = channelPair()
    const error = new Error('broken')
    client.pipe(json()).sink.addError(error)
    await expect(client.sink.done).rejects.toBe(error)
  })

  it('drops what it holds at `close` below', async () => {
    const [client, server] = channelPair()
    const values = client.pipe(json())
    server.sink.add('1')
    await new Promise((resolve) => setTimeout(resolve))
    await client.sink.close()
    const got = record(values)
    await vi.waitFor(() => {
      expect(got).toEqual(['complete'])
    })
  })
})

const asking = {
  stamp: (message: unknown, id: number) => ({ ...Object(message), id }) as unknown,
  answers: (message: unknown) => (Object(message) as { readonly id?: number }).id,
}
const text = codec<Frame, Sendable>({ decode: (frame) => frame, encode: (value) => value })
