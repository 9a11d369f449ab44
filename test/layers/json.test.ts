import { firstValueFrom, lastValueFrom } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { channelPair } from '../../src/channels/channel-pair.js'
import { MessageError } from '../../src/core/errors.js'
import type { Frame } from '../../src/core/frame.js'
import { json } from '../../src/layers/json.js'
import { numbered, schemaOf } from './schema.js'

const failure = { code: 1006, reason: '', wasClean: false, initiator: 'failure' }

async function collect<T>(stream: AsyncIterable<T>): Promise<{ got: T[]; error: unknown }> {
  const got: T[] = []
  try {
    for await (const message of stream) got.push(message)
    return { got, error: undefined }
  } catch (error) {
    return { got, error }
  }
}

describe('json', () => {
  it('sends one text frame for a value, and emits the value of a text or binary frame', async () => {
    const [client, server] = channelPair()
    const values = client.pipe(json())
    values.sink.add({ a: [1, 'two', null] })
    expect(await firstValueFrom(server.stream)).toBe('{"a":[1,"two",null]}')
    server.sink.add('true')
    expect(await firstValueFrom(values.stream)).toBe(true)
    server.sink.add(new TextEncoder().encode('\uFEFF"ü"'))
    expect(await firstValueFrom(values.stream)).toBe('ü')
    await values.sink.close()
  })

  it('delivers nothing behind an invalid message that was held below', async () => {
    const [client, server] = channelPair()
    for (const text of ['1', '{', '2']) server.sink.add(text)
    await firstValueFrom(client.stream)
    server.sink.add('3')
    const values = client.pipe(json())
    const got: unknown[] = []
    values.stream.subscribe({ next: (value) => got.push(value), error: () => got.push('error') })
    await values.closed
    await Promise.resolve()
    expect(got).toEqual(['error'])
  })

  it.each<[string, Frame]>([
    ['text that is not JSON', '{'],
    ['empty text', ''],
    ['a byte order mark in text', '\uFEFF1'],
    ['bytes that are not UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    ['an encoded surrogate', Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)],
  ])('ends the channel at %s, and drops the connection', async (_, frame) => {
    const [client, server] = channelPair()
    const values = client.pipe(json())
    server.sink.add('1')
    server.sink.add(frame)
    server.sink.add('2')
    const { got, error } = await collect(values.stream)
    expect(got).toEqual([1])
    expect(error).toBeInstanceOf(MessageError)
    expect(error).toMatchObject({ message: 'Cannot decode message: it is not JSON', data: frame })
    expect(Object.keys(error as object)).toEqual(['name'])
    expect([await values.closed, await client.closed]).toEqual([failure, failure])
    expect((await client.closed).cause).toBe(error)
    expect((await server.closed).code).toBe(1006)
    await expect(firstValueFrom(values.stream)).rejects.toBe(error)
    await expect(firstValueFrom(client.stream)).rejects.toBe(error)
  })

  it('lets an iteration that is behind take what came before', async () => {
    const [client, server] = channelPair()
    const values = client.pipe(json())
    const iterator = values.stream[Symbol.asyncIterator]()
    const first = iterator.next()
    const subscribed = lastValueFrom(values.stream).catch((error: unknown) => error)
    for (const text of ['1', '2', '3', '?', '4']) server.sink.add(text)
    const error = await subscribed
    expect(error).toMatchObject({ data: '?' })
    expect(await first).toEqual({ done: false, value: 1 })
    expect(await iterator.next()).toEqual({ done: false, value: 2 })
    expect(await iterator.next()).toEqual({ done: false, value: 3 })
    await expect(iterator.next()).rejects.toBe(error)
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
  })

  it('changes nothing of an end that came before the invalid message was read', async () => {
    const [client, server] = channelPair()
    const values = client.pipe(json())
    for (const text of ['1', '?', '2']) server.sink.add(text)
    await server.sink.close(1000, 'done')
    const end = await values.closed
    const { got, error } = await collect(values.stream)
    expect(got).toEqual([1])
    expect(error).toMatchObject({ data: '?' })
    expect([await values.closed, values.closeCode, values.state]).toEqual([end, 1000, 'closed'])
    await expect(firstValueFrom(values.stream)).rejects.toBe(error)
  })

  it('parses once for many subscribers, and only what somebody takes', async () => {
    const [client, server] = channelPair()
    const incoming = numbered()
    const values = client.pipe(json({ incoming }))
    for (let n = 0; n < 10; n++) server.sink.add(JSON.stringify({ n }))
    await server.sink.ready
    for await (const message of values.stream) {
      expect(message).toEqual({ n: 0 })
      break
    }
    expect(incoming.calls()).toBe(1)
    const all = [values, values, values].map(({ stream }) => collect(stream))
    const seen: unknown[] = []
    values.stream.subscribe((message) => seen.push(message))
    await new Promise((resolve) => setTimeout(resolve))
    expect(seen).toEqual(Array.from({ length: 9 }, (_, index) => ({ n: index + 1 })))
    expect(incoming.calls()).toBe(10)
    await server.sink.close()
    for (const { got } of await Promise.all(all)) expect(got).toEqual(seen)
    expect(incoming.calls()).toBe(10)
  })

  it('leaves out what is invalid with `skip`, and calls a function once for it', async () => {
    for (const how of ['skip', 'function'] as const) {
      const [client, server] = channelPair()
      const errors: MessageError[] = []
      const invalid = how === 'skip' ? how : (error: MessageError) => errors.push(error)
      const values = client.pipe(json({ incoming: numbered(), invalid }))
      const readers = [collect(values.stream), collect(values.stream)]
      for (const text of ['{"n":1}', '{}', '?', '{"n":2}']) server.sink.add(text)
      await server.sink.close()
      for (const read of await Promise.all(readers)) {
        expect(read).toEqual({ got: [{ n: 1 }, { n: 2 }], error: undefined })
      }
      expect(errors.map(({ data, issues }) => ({ data, issues }))).toEqual(
        how === 'skip'
          ? []
          : [
              { data: '{}', issues: [{ message: 'n is not a number' }] },
              { data: '?', issues: undefined },
            ],
      )
    }
  })

  it('ends the channel with what the function for invalid messages throws', async () => {
    const [client, server] = channelPair()
    const thrown = new Error('enough')
    const invalid = (): never => {
      throw thrown
    }
    const values = client.pipe(json({ invalid }))
    server.sink.add('?')
    expect((await collect(values.stream)).error).toBe(thrown)
    expect(await client.closed).toEqual(failure)
  })

  const cycle: { self?: unknown } = {}
  cycle.self = cycle
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['a function', () => 1],
    ['a BigInt', 1n],
    ['a cycle', cycle],
  ])('refuses to add %s in every state, and goes on', async (_, value) => {
    const [client, server] = channelPair()
    const values = client.pipe(json())
    expect(() => {
      values.sink.add(value)
    }).toThrow(MessageError)
    expect(() => {
      values.sink.next(value)
    }).toThrow(MessageError)
    await expect(values.sink.addStream([1, value])).rejects.toThrow(MessageError)
    values.sink.add(2)
    void values.sink.close()
    expect(() => {
      values.sink.add(value)
    }).toThrow(MessageError)
    expect((await collect(server.stream)).got).toEqual(['1', '2'])
  })

  it('validates and transforms what is added', async () => {
    const [client, server] = channelPair()
    const outgoing = schemaOf<string, { text: string }>((value) => {
      if (typeof value !== 'string') throw new Error('not text')
      return { text: value }
    })
    const values = client.pipe(json({ outgoing }))
    values.sink.add('hi')
    expect(await firstValueFrom(server.stream)).toBe('{"text":"hi"}')
    expect(() => {
      values.sink.add(1 as unknown as string)
    }).toThrow(expect.objectContaining({ data: 1, issues: [{ message: 'not text' }] }))
    await values.sink.close()
  })

  it('refuses schemas that validate asynchronously, whatever `invalid` says', async () => {
    const { '~standard': standard } = schemaOf<unknown, unknown>((value) => value)
    const validate = (): Promise<never> => Promise.reject(new Error('later'))
    const schema = { '~standard': { ...standard, validate } }
    const [client, server] = channelPair()
    const values = client.pipe(json({ incoming: schema, outgoing: schema, invalid: 'skip' }))
    expect(() => {
      values.sink.add(1)
    }).toThrow(new TypeError('Cannot use schema outgoing: it validates asynchronously'))
    server.sink.add('1')
    expect((await collect(values.stream)).error).toEqual(
      new TypeError('Cannot use schema incoming: it validates asynchronously'),
    )
    expect(await client.closed).toEqual(failure)
  })

  it('uses the reviver and the replacer', async () => {
    const [client, server] = channelPair()
    const reviver = (key: string, value: unknown): unknown =>
      key === 'at' ? new Date(value as string) : value
    const values = client.pipe(json({ reviver, replacer: ['at'] }))
    const at = new Date(0)
    values.sink.add({ at, secret: 1 })
    expect(await firstValueFrom(server.stream)).toBe('{"at":"1970-01-01T00:00:00.000Z"}')
    server.sink.add('{"at":"1970-01-01T00:00:00.000Z"}')
    expect(await firstValueFrom(values.stream)).toEqual({ at })
    await values.sink.close()
  })

  it.each<[string, unknown, unknown]>([
    ['no object', 1, TypeError],
    ['an unknown option', { schema: 1 }, TypeError],
    ['an unknown word', { invalid: 'ignore' }, RangeError],
    ['a schema that is none', { incoming: {} }, TypeError],
    ['a reviver that is none', { reviver: {} }, TypeError],
    ['a replacer that is none', { replacer: 1 }, TypeError],
    ['a wrong `unobserved`', { unobserved: 'keep' }, RangeError],
  ])('refuses %s at once', (_, options, error) => {
    expect(() => json(options as object)).toThrow(error)
  })
})
