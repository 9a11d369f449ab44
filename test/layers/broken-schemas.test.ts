import type { StandardSchemaV1 } from '@standard-schema/spec'
import { describe, expect, it } from 'vitest'
import { channelPair } from '../../src/channels/channel-pair.js'
import { MessageError } from '../../src/core/errors.js'
import { json } from '../../src/layers/json.js'

const thrown = new Error('broken')

/** What schemas give that do not keep to Standard Schema. */
const results: Readonly<Record<string, () => unknown>> = {
  'throws an error': () => {
    throw thrown
  },
  'throws no error': () => {
    throw undefined // eslint-disable-line @typescript-eslint/only-throw-error -- schemas may
  },
  'returns nothing': () => undefined,
  'returns null': () => null,
  'has a getter `issues` that throws': () =>
    Object.defineProperty({}, 'issues', {
      get: () => {
        throw thrown
      },
    }),
}

function schemaThat(validate: () => unknown): StandardSchemaV1 {
  return { '~standard': { version: 1, vendor: 'broken', validate: validate as never } }
}

describe.each(Object.entries(results))('a schema that %s', (_, validate) => {
  it('makes `add` throw a MessageError, and the channel goes on', async () => {
    const [client] = channelPair()
    const values = client.pipe(json({ outgoing: schemaThat(validate) }))
    expect(() => {
      values.sink.add(1)
    }).toThrow(MessageError)
    expect(values.state).toBe('open')
    await client.sink.close()
  })

  it('makes a message invalid', async () => {
    const [client, server] = channelPair()
    const errors: MessageError[] = []
    const values = client.pipe(
      json({ incoming: schemaThat(validate), invalid: (error) => errors.push(error) }),
    )
    const read = values.stream[Symbol.asyncIterator]().next()
    server.sink.add('1')
    await server.sink.close()
    expect(await read).toEqual({ done: true, value: undefined })
    expect(errors).toEqual([expect.any(MessageError)])
    expect(errors[0]).toMatchObject({ data: '1' })
  })
})
