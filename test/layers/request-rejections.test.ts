import { describe, expect, inject, it, vi } from 'vitest'
import { NodeWebSocketChannel } from '../../src/channels/node-web-socket-channel.js'
import {
  ConnectionClosedError,
  InvalidStateError,
  MessageError,
  RequestTimeoutError,
} from '../../src/core/errors.js'
import { json } from '../../src/layers/json.js'
import { requests } from '../../src/layers/requests.js'
import {
  answering,
  base,
  echo,
  type Message,
  onFakeClock,
  type Options,
  pair,
} from './asking-pair.js'

describe('request rejects', () => {
  it('when no answer comes within `timeout`, of the layer or of the call', () =>
    onFakeClock(async () => {
      const { client } = pair({ timeout: 100 })
      const outcomes: string[] = []
      const watch = (name: string, request: Promise<unknown>): void => {
        request.catch((error: unknown) => {
          outcomes.push(`${name} ${(error as RequestTimeoutError).timeout} ms`)
        })
      }
      watch('layer', client.request({ ask: 1 }))
      watch('call', client.request({ ask: 2 }, { timeout: 50 }))
      watch('now', client.request({ ask: 3 }, { timeout: 0 }))
      watch('never', client.request({ ask: 4 }, { timeout: Infinity }))
      expect(vi.getTimerCount()).toBe(1)
      await vi.advanceTimersByTimeAsync(0)
      expect(outcomes).toEqual(['now 0 ms'])
      await vi.advanceTimersByTimeAsync(50)
      expect(outcomes).toEqual(['now 0 ms', 'call 50 ms'])
      await vi.advanceTimersByTimeAsync(50)
      expect(outcomes).toEqual(['now 0 ms', 'call 50 ms', 'layer 100 ms'])
      expect(vi.getTimerCount()).toBe(0)
      client.abort()
      await client.closed
    }))

  it('only after it has read what arrived while the process was blocked', async () => {
    const channel = NodeWebSocketChannel.connect(`${inject('peerUrl')}/echo`).pipe(
      json<Message>(),
      requests(base),
    )
    await channel.ready
    const asked = channel.request({ ask: 1 }, { timeout: 50 })
    const until = Date.now() + 300
    while (Date.now() < until) continue
    expect(await asked).toEqual({ ask: 1, id: 1 })
    await channel.sink.close()
  })

  it('also in a process whose timers are always late', async () => {
    const { client } = pair()
    const stopsAt = performance.now() + 2_000
    let hasSettled = false
    const work = (): void => {
      const until = performance.now() + 15
      while (performance.now() < until) continue
      if (!hasSettled && until < stopsAt) setImmediate(work)
    }
    const asked = client.request({ ask: 1 }, { timeout: 20 }).catch((error: unknown) => error)
    void asked.then(() => (hasSettled = true))
    work()
    expect(await asked).toBeInstanceOf(RequestTimeoutError)
    expect(performance.now()).toBeLessThan(stopsAt)
    client.abort()
  })

  it('with a RequestTimeoutError whose message has the time', async () => {
    const { client } = pair()
    await expect(client.request({ ask: 1 }, { timeout: 1 })).rejects.toEqual(
      new RequestTimeoutError('Request failed: no answer within 1 ms', { timeout: 1 }),
    )
    client.abort()
  })

  it('after 30 seconds by default, with one timer for ten thousand', () =>
    onFakeClock(async () => {
      const { client } = pair()
      let rejected = 0
      for (let count = 0; count < 10_000; count += 1) {
        client.request({ ask: count }).catch(() => rejected++)
      }
      expect(vi.getTimerCount()).toBe(1)
      await vi.advanceTimersByTimeAsync(29_999)
      expect(rejected).toBe(0)
      await vi.advanceTimersByTimeAsync(1)
      expect(rejected).toBe(10_000)
      expect(vi.getTimerCount()).toBe(0)
      client.abort()
      await client.closed
    }))

  it('with the reason of its signal: aborted before, nothing is sent; later, it was', async () => {
    const { client, server } = pair()
    const received: Message[] = []
    server.stream.subscribe((message) => received.push(message))
    const reason = new Error('enough')
    const before = client.request({ ask: 'before' }, { signal: AbortSignal.abort(reason) })
    await expect(before).rejects.toBe(reason)
    const controller = new AbortController()
    const later = client.request({ ask: 'later' }, { signal: controller.signal })
    controller.abort(reason)
    await expect(later).rejects.toBe(reason)
    client.sink.add({ ask: 'end' })
    await vi.waitFor(() => {
      expect(received).toEqual([{ ask: 'later', id: 1 }, { ask: 'end' }])
    })
    await client.sink.close()
  })

  it('with the very error of the stream, at once or when asked after the end', async () => {
    const both = pair()
    let ended: unknown
    both.client.stream.subscribe({ error: (error: unknown) => (ended = error) })
    const asked = both.client.request({ ask: 1 }).catch((error: unknown) => error)
    both.server.abort()
    const error = await asked
    expect(error).toBeInstanceOf(ConnectionClosedError)
    await vi.waitFor(() => {
      expect(ended).toBe(error)
    })
    await expect(both.client.request({ ask: 2 })).rejects.toBe(error)
  })

  it('with a ConnectionClosedError where the stream completes', async () => {
    const { client, server } = pair()
    const asked = client.request({ ask: 1 }).catch((error: unknown) => error)
    await server.sink.close(1000, 'bye')
    expect(await asked).toEqual(
      new ConnectionClosedError('Connection closed: received 1000 "bye"', {
        code: 1000,
        reason: 'bye',
        wasClean: true,
        initiator: 'remote',
      }),
    )
  })

  it('when it was pending at `close`; with InvalidStateError when asked after it', async () => {
    const { client } = pair()
    const pending = client.request({ ask: 1 }).catch((error: unknown) => error)
    const closed = client.sink.close()
    await expect(client.request({ ask: 2 })).rejects.toBeInstanceOf(InvalidStateError)
    const info = await closed
    expect(await pending).toMatchObject({ ...info, name: 'ConnectionClosedError' })
  })

  it('when it cannot be encoded; the channel goes on', async () => {
    const both = pair()
    answering(both, echo)
    await expect(both.client.request({ ask: 1n })).rejects.toBeInstanceOf(MessageError)
    expect(await both.client.request({ ask: 1 })).toEqual({ id: 2, answer: 1 })
    await both.client.sink.close()
  })

  it.each<[string, Partial<Options>, unknown]>([
    [
      'what `stamp` throws',
      {
        stamp: () => {
          throw new Error('no stamp')
        },
      },
      new Error('no stamp'),
    ],
    [
      'what `nextId` throws',
      {
        nextId: () => {
          throw new Error('no id')
        },
      },
      new Error('no id'),
    ],
    [
      'a TypeError for an id of another type',
      { nextId: () => ({}) as never },
      new TypeError('Cannot use id of type object: use type number'),
    ],
  ])('with %s', async (_, options, error) => {
    const { client } = pair(options)
    await expect(client.request({ ask: 1 })).rejects.toEqual(error)
    expect(client.state).toBe('open')
    await client.sink.close()
  })

  it('with RangeError when a request with its id is pending, which goes on', async () => {
    const both = pair({ nextId: () => 7 })
    const first = both.client.request({ ask: 1 })
    await expect(both.client.request({ ask: 2 })).rejects.toEqual(
      new RangeError('Cannot use id 7: a request with it is pending'),
    )
    answering(both, echo)
    expect(await first).toEqual({ id: 7, answer: 1 })
    await both.client.sink.close()
  })

  it.each<[string, object | null, unknown]>([
    ['options', null, new TypeError('Cannot use options of type null: use type object')],
    [
      'a timeout',
      { timeout: '1' },
      new TypeError('Cannot use timeout of type string: use type number'),
    ],
    [
      'a negative timeout',
      { timeout: -1 },
      new RangeError('Cannot use timeout -1: use 0 to Infinity'),
    ],
    [
      'a signal',
      { signal: {} },
      new TypeError('Cannot use signal.addEventListener of type undefined: use type function'),
    ],
  ])('for wrong options, without throwing: %s', async (_, options, error) => {
    const { client } = pair()
    await expect(client.request({ ask: 1 }, options as never)).rejects.toEqual(error)
    await client.sink.close()
  })
})

// An unhandled rejection fails the run.
it.each(['stamp', 'nextId', 'answers', 'failure'] as const)(
  'a promise that `%s` returns in place of its result is handled when it rejects',
  async (name) => {
    const both = pair({ [name]: () => Promise.reject(new Error('asynchronous')) })
    answering(both, echo)
    const outcome = both.client.request({ ask: 1 }).catch((error: unknown) => ({ error }))
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(both.client.state).toBe('open')
    both.client.abort()
    expect(await outcome).toBeDefined()
  },
)
