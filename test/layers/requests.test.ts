import { describe, expect, expectTypeOf, it, vi } from 'vitest'
import { channelPair } from '../../src/channels/channel-pair.js'
import { ConnectionClosedError, MessageError } from '../../src/core/errors.js'
import { json } from '../../src/layers/json.js'
import { type RequestChannel, requests } from '../../src/layers/requests.js'
import {
  answering,
  answeringInside,
  base,
  echo,
  type Message,
  onFakeClock,
  type Options,
  pair,
} from './asking-pair.js'

describe('request', () => {
  it('resolves with the message that answers it, whatever the order of the answers', async () => {
    const both = pair()
    const asked: Message[] = []
    answering(both, (message) => {
      asked.push(message)
      return asked.length < 3 ? [] : asked.toReversed().flatMap(echo)
    })
    const answers = ['a', 'b', 'c'].map((ask) => both.client.request({ ask }))
    expect(await Promise.all(answers)).toEqual([
      { id: 1, answer: 'a' },
      { id: 2, answer: 'b' },
      { id: 3, answer: 'c' },
    ])
    await both.client.sink.close()
  })

  it('rejects with what `failure` returns for the answer', async () => {
    const both = pair()
    answering(both, ({ id }) => [{ id, error: 'no such thing' }])
    await expect(both.client.request({ ask: 1 })).rejects.toEqual(new Error('no such thing'))
    await both.client.sink.close()
  })

  it('keeps answers out of the stream, also late and second ones, and no other message', async () => {
    const both = pair()
    const all: Message[] = []
    both.client.stream.subscribe((message) => all.push(message))
    answering(both, ({ id }) => [{ id }, { id }, { id: 99 }, { id: 'x' }, { answer: 'end' }])
    const late = both.client.request({ ask: 0 }, { timeout: 0 })
    await both.client.request({ ask: 1 })
    await vi.waitFor(() => {
      const others = [{ id: 99 }, { id: 'x' }, { answer: 'end' }]
      expect(all).toEqual([...others, ...others])
    })
    await Promise.allSettled([late])
    await both.client.sink.close()
  })

  it.each([null, '1', 0, -1, 1.5, 2, NaN, Infinity, {}, [1], true])(
    'leaves a message in the stream whose id is %j, which was never given',
    async (id) => {
      const both = pair({
        answers: (message) => (message.ask === 'odd' ? id : message.id) as never,
      })
      const asked = both.client.request({ ask: 1 })
      both.server.sink.add({ ask: 'odd' })
      both.server.sink.add({ id: 1, answer: 'right' })
      expect(await asked).toEqual({ id: 1, answer: 'right' })
      const first = both.client.stream[Symbol.asyncIterator]().next()
      expect(await first).toEqual({ done: false, value: { ask: 'odd' } })
      await both.client.sink.close()
    },
  )

  it('remembers the last 10,000 ids of `nextId`', async () => {
    let last = 0
    const both = pair({ nextId: () => `r${++last}` })
    answering(both, echo)
    for (let count = 0; count < 10_001; count += 1) {
      const asked = both.client.request({ ask: count })
      if (count % 500 === 0) await asked
    }
    const seen: Message[] = []
    both.client.stream.subscribe((message) => seen.push(message))
    await both.client.request({ ask: 'last' })
    for (const id of ['r1', 'r2', 'r3', 'r10002']) both.server.sink.add({ id })
    both.server.sink.add({ answer: 'end' })
    await vi.waitFor(() => {
      expect(seen).toEqual([{ id: 'r1' }, { id: 'r2' }, { answer: 'end' }])
    })
    await both.client.sink.close()
  })

  it('is sent in order with what is added, before open too', async () => {
    const [client, server] = channelPair()
    const channel = client.pipe(json<Message>(), requests(base))
    channel.sink.add({ ask: 'first' })
    const asked = channel.request({ ask: 'second' })
    channel.sink.add({ ask: 'third' })
    const received: unknown[] = []
    server.stream.subscribe((frame) => received.push(JSON.parse(String(frame))))
    await vi.waitFor(() => {
      expect(received).toEqual([{ ask: 'first' }, { ask: 'second', id: 1 }, { ask: 'third' }])
    })
    await channel.sink.close()
    await expect(asked).rejects.toBeInstanceOf(ConnectionClosedError)
  })

  it('gets an answer that arrives while `add` is still running', async () => {
    const channel = answeringInside().pipe(requests(base))
    expect(await channel.request({ ask: 1 })).toEqual({ id: 1, answer: 1 })
    channel.abort()
  })

  it('reads on while an iteration that is behind asks inside its loop', async () => {
    const [client, server] = channelPair({ highWaterMark: 10 })
    const channel = client.pipe(json<Message>(), requests(base))
    const peer = server.pipe(json<Message>())
    peer.stream.subscribe(({ id, ask }) => {
      peer.sink.add({ id, answer: ask })
    })
    for (let count = 0; count < 50; count += 1) peer.sink.add({ answer: count })
    const seen: unknown[] = []
    for await (const { answer } of channel.stream) {
      seen.push((await channel.request<{ answer: unknown }>({ ask: answer })).answer)
      if (seen.length === 50) break
    }
    expect(seen).toEqual([...Array(50).keys()])
    await channel.sink.close()
  })
})

describe('requests', () => {
  it.each(['answers', 'failure'] as const)('ends the channel when `%s` throws', async (name) => {
    const cause = new Error('broken')
    const both = pair({
      [name]: () => {
        throw cause
      },
    })
    const asked = both.client.request({ ask: 1 }).catch((error: unknown) => error)
    answering(both, echo)
    const error = await asked
    expect(error).toBeInstanceOf(MessageError)
    expect(error).toMatchObject({ message: `Cannot handle message: ${name} threw`, cause })
    expect(await both.client.closed).toMatchObject({ code: 1006, initiator: 'failure' })
  })

  it('keeps no timer and no listener of a signal after the end', () =>
    onFakeClock(async () => {
      const { client } = pair()
      const { signal } = new AbortController()
      const removed = vi.spyOn(signal, 'removeEventListener')
      const asked = client.request({ ask: 1 }, { signal }).catch(() => 'ended')
      client.abort()
      expect(await asked).toBe('ended')
      expect(removed).toHaveBeenCalledTimes(1)
      expect(vi.getTimerCount()).toBe(0)
    }))

  it.each([
    ['no options', undefined],
    ['no stamp', { answers: base.answers }],
    ['no answers', { stamp: base.stamp }],
    ['an unknown option', { ...base, retries: 3 }],
    ['failure', { ...base, failure: 'no' }],
    ['nextId', { ...base, nextId: 1 }],
    ['timeout', { ...base, timeout: '1 s' }],
  ])('throws TypeError at once for %s', (_, options) => {
    expect(() => requests(options as never)).toThrow(TypeError)
  })

  it.each([
    ['timeout', { ...base, timeout: NaN }],
    ['unobserved', { ...base, unobserved: 'keep' }],
  ])('throws RangeError at once for %s', (_, options) => {
    expect(() => requests(options as never)).toThrow(RangeError)
  })

  it('shares a channel with other requests whose ids differ', async () => {
    const [client, server] = channelPair()
    const messages = client.pipe(json<Message>())
    const ids = (letter: string): Options => {
      let last = 0
      return { ...base, nextId: () => `${letter}${++last}` }
    }
    const first = messages.pipe(requests(ids('a')))
    const second = messages.pipe(requests(ids('b')))
    const peer = server.pipe(json<Message>())
    peer.stream.subscribe((message) => {
      for (const reply of echo(message)) peer.sink.add(reply)
    })
    expect(await Promise.all([first.request({ ask: 1 }), second.request({ ask: 2 })])).toEqual([
      { id: 'a1', answer: 1 },
      { id: 'b1', answer: 2 },
    ])
    await client.sink.close()
  })

  it('infers the types of messages and ids', () => {
    const layer = requests({
      stamp: (message: { readonly id?: number }, id) => ({ ...message, id }),
      answers: (message: { readonly re?: number }) => message.re,
    })
    expectTypeOf(layer).returns.toExtend<
      RequestChannel<{ readonly re?: number }, { readonly id?: number }>
    >()
  })
})
