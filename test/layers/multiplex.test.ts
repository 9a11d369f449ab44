import { once } from 'node:events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { channelPair } from '../../src/channels/channel-pair.js'
import type { Channel } from '../../src/core/channel.js'
import { ConnectionClosedError } from '../../src/core/errors.js'
import { json } from '../../src/layers/json.js'
import { multiplex, type Topic } from '../../src/layers/multiplex.js'

interface Message {
  readonly topic?: string
  readonly do?: string
  readonly value?: unknown
}

interface Exchange {
  readonly client: Channel<Message, Message>
  readonly server: Channel<Message, Message>
  /** What the server received. */
  readonly received: Message[]
}

function exchange(): Exchange {
  const [client, server] = channelPair()
  const peer = server.pipe(json<Message>())
  const received: Message[] = []
  peer.stream.subscribe({ next: (message) => received.push(message), error: () => undefined })
  return { client: client.pipe(json<Message>()), server: peer, received }
}

function topic(name: string, changes: Partial<Topic<Message, Message>> = {}) {
  return {
    subscribe: () => ({ do: 'subscribe', topic: name }),
    unsubscribe: () => ({ do: 'unsubscribe', topic: name }),
    filter: (message: Message) => message.topic === name,
    ...changes,
  }
}

const thrown = new Error('thrown')
const throwing = (): never => {
  throw thrown
}

afterEach(() => {
  vi.restoreAllMocks()
})

describe('multiplex', () => {
  it('subscribes at the peer for the first subscriber, and unsubscribes after the last', async () => {
    const { client, server, received } = exchange()
    const news = multiplex(client, topic('news'))
    const first: unknown[] = []
    const second: unknown[] = []
    const subscriptions = [first, second].map((seen) =>
      news.subscribe(({ value }) => seen.push(value)),
    )
    server.sink.add({ topic: 'news', value: 1 })
    server.sink.add({ topic: 'other', value: 2 })
    await vi.waitFor(() => {
      expect([first, second]).toEqual([[1], [1]])
    })
    for (const subscription of subscriptions) subscription.unsubscribe()
    news.subscribe().unsubscribe()
    client.sink.add({ do: 'end' })
    await vi.waitFor(() => {
      expect(received.map((message) => message.do)).toEqual([
        'subscribe',
        'unsubscribe',
        'subscribe',
        'unsubscribe',
        'end',
      ])
    })
    await client.sink.close()
  })

  it('sends nothing for `undefined`', async () => {
    const { client, received } = exchange()
    const silent = { subscribe: () => undefined, unsubscribe: () => undefined }
    multiplex(client, topic('news', silent)).subscribe().unsubscribe()
    client.sink.add({ do: 'end' })
    await vi.waitFor(() => {
      expect(received).toEqual([{ do: 'end' }])
    })
    await client.sink.close()
  })

  it('leaves its messages in the stream for others', async () => {
    const { client, server } = exchange()
    const all: unknown[] = []
    client.stream.subscribe(({ value }) => all.push(value))
    multiplex(client, topic('news')).subscribe()
    server.sink.add({ topic: 'news', value: 1 })
    server.sink.add({ value: 2 })
    await vi.waitFor(() => {
      expect(all).toEqual([1, 2])
    })
    await client.sink.close()
  })

  it('ends as the stream does, and sends nothing then', async () => {
    const { client, server } = exchange()
    const unsubscribe = vi.fn(() => undefined)
    const completed = vi.fn()
    multiplex(client, topic('news', { unsubscribe })).subscribe({ complete: completed })
    await server.sink.close()
    await client.closed
    await vi.waitFor(() => {
      expect(completed).toHaveBeenCalledTimes(1)
    })
    const failing = exchange()
    const errors: unknown[] = []
    const error = (received: unknown): number => errors.push(received)
    multiplex(failing.client, topic('news', { unsubscribe })).subscribe({ error })
    failing.server.abort()
    await vi.waitFor(() => {
      expect(errors).toEqual([expect.any(ConnectionClosedError)])
    })
    expect(unsubscribe).not.toHaveBeenCalled()
  })

  it.each(['filter', 'subscribe'] as const)('errors alone when its `%s` throws', async (name) => {
    const { client, server, received } = exchange()
    const errors: unknown[] = []
    const bad = multiplex(client, topic('news', { [name]: throwing }))
    bad.subscribe({ error: (error: unknown) => errors.push(error) })
    const good: unknown[] = []
    multiplex(client, topic('news')).subscribe(({ value }) => good.push(value))
    server.sink.add({ topic: 'news', value: 1 })
    await vi.waitFor(() => {
      expect({ errors, good }).toEqual({ errors: [thrown], good: [1] })
    })
    client.sink.add({ do: 'end' })
    const subscribed = { do: 'subscribe', topic: 'news' }
    const sent =
      name === 'subscribe'
        ? [subscribed, { do: 'end' }]
        : [subscribed, subscribed, { do: 'unsubscribe', topic: 'news' }, { do: 'end' }]
    await vi.waitFor(() => {
      expect(received).toEqual(sent)
    })
    await client.sink.close()
  })

  // An uncaught exception fails the run.
  it.each(['subscribe', 'unsubscribe'] as const)(
    'sends nothing when its `%s` closes the channel',
    async (name) => {
      const { client, received } = exchange()
      const silent = { subscribe: () => undefined, unsubscribe: () => undefined }
      const closing = () => {
        void client.sink.close()
        return { do: name }
      }
      const ends: unknown[] = []
      const subscription = multiplex(
        client,
        topic('news', { ...silent, [name]: closing }),
      ).subscribe({
        error: (error: unknown) => ends.push(error),
        complete: () => ends.push('complete'),
      })
      if (name === 'unsubscribe') subscription.unsubscribe()
      expect((await client.closed).initiator).toBe('local')
      await vi.waitFor(() => {
        expect(ends).toEqual(name === 'subscribe' ? ['complete'] : [])
      })
      expect(received).toEqual([])
    },
  )

  it('reports an `unsubscribe` that throws as an uncaught exception', async () => {
    const { client } = exchange()
    const reported = new Promise((resolve) => process.once('uncaughtException', resolve))
    multiplex(client, topic('news', { unsubscribe: throwing }))
      .subscribe()
      .unsubscribe()
    expect(await reported).toBe(thrown)
    expect(client.state).toBe('open')
    await client.sink.close()
  })

  it('queues both messages before open', async () => {
    const { client, server, received } = exchange()
    multiplex(client, topic('news')).subscribe().unsubscribe()
    await server.ready
    client.sink.add({ do: 'end' })
    await vi.waitFor(() => {
      expect(received.map((message) => message.do)).toEqual(['subscribe', 'unsubscribe', 'end'])
    })
    await client.sink.close()
  })

  it.each([
    ['nothing', undefined],
    ['no filter', { subscribe: throwing, unsubscribe: throwing }],
    ['an unknown member', { ...topic('news'), name: 'news' }],
  ])('throws TypeError at once for %s', async (_, wrong) => {
    const { client } = exchange()
    expect(() => multiplex(client, wrong as never)).toThrow(TypeError)
    await client.sink.close()
  })
})

// An unhandled rejection fails the run.
it.each(['subscribe', 'unsubscribe', 'filter'] as const)(
  'a promise that `%s` of a topic returns is handled when it rejects',
  async (name) => {
    const [client, server] = channelPair()
    const rejecting = { [name]: () => Promise.reject(new Error('asynchronous')) as never }
    const reported = name === 'unsubscribe' && once(process, 'uncaughtException')
    const silent = { subscribe: () => undefined, unsubscribe: () => undefined, filter: () => true }
    const subscription = multiplex(client, { ...silent, ...rejecting }).subscribe({
      error: () => undefined,
    })
    await server.sink.addStream(['message'])
    await new Promise((resolve) => setTimeout(resolve, 10))
    subscription.unsubscribe()
    expect(await reported).toEqual(reported && [expect.any(TypeError), 'uncaughtException'])
    await client.sink.close()
  },
)
