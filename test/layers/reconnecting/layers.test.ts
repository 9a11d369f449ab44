import { describe, expect, it } from 'vitest'
import { channelPair } from '../../../src/channels/channel-pair.js'
import type { Channel } from '../../../src/core/channel.js'
import { BufferOverflowError, MessageError } from '../../../src/core/errors.js'
import { json } from '../../../src/layers/json.js'
import { multiplex } from '../../../src/layers/multiplex.js'
import { reconnecting } from '../../../src/layers/reconnecting/reconnecting.js'
import { requests } from '../../../src/layers/requests.js'
import { type FrameChannel, overPairs } from './over-pairs.js'

interface Asking {
  readonly id?: number
  readonly text: string
}

describe('json around reconnecting', () => {
  it('checks and measures what is added while there is no connection', async () => {
    const { channel, received, isOpen } = overPairs({ queue: { maxBytes: 20 } })
    const typed = channel.pipe(json())
    typed.sink.add({ text: 'one' })
    expect(typed.sink.bufferedAmount).toBe('{"text":"one"}'.length)
    expect(() => typed.sink.add(undefined)).toThrow(MessageError)
    expect(() => typed.sink.add({ text: 'two' })).toThrow(BufferOverflowError)
    await isOpen(1)
    await expect.poll(() => received).toEqual([['{"text":"one"}']])
    typed.abort()
  })

  it('ends the reconnecting channel with a message that is no JSON', async () => {
    const { channel, peer, peers, isOpen } = overPairs()
    const typed = channel.pipe(json())
    const errors: unknown[] = []
    typed.stream.subscribe({ error: (error: unknown) => errors.push(error) })
    await isOpen(1)
    peer().sink.add('{')
    await channel.closed
    await expect.poll(() => errors).toMatchObject([{ name: 'MessageError' }])
    expect(channel.status).toMatchObject({ name: 'closed', cause: errors[0] })
    expect(peers.length).toBe(1)
  })
})

describe('json inside reconnecting', () => {
  it('counts what is held by the bytes of the frames', async () => {
    const channels: FrameChannel[] = []
    const channel = reconnecting(
      () => {
        const [own, peer] = channelPair()
        channels.push(peer)
        return own.pipe(json<string>())
      },
      { maxHeldBytes: 100 },
    )
    await channel.ready
    for (let index = 0; index < 3; index++) channels[0]?.sink.add(JSON.stringify('x'.repeat(40)))
    await channel.closed
    const received: unknown[] = []
    channel.stream.subscribe({
      next: (message) => received.push(message.length),
      error: (error: unknown) => received.push(error),
    })
    await expect.poll(() => received.length).toBe(3)
    expect(received).toEqual([40, 40, expect.any(BufferOverflowError)])
  })

  it('ends with a message that is not valid, and does not come back', async () => {
    let attempts = 0
    const channel = reconnecting(() => {
      attempts++
      const [own, peer] = channelPair()
      peer.sink.add('not JSON')
      return own.pipe(json())
    })
    await expect(firstError(channel)).resolves.toBeInstanceOf(MessageError)
    expect(attempts).toBe(1)
  })
})

describe('requests over reconnecting', () => {
  const asking = requests<Asking, Asking>({
    stamp: (message, id) => ({ ...message, id }),
    answers: ({ id }) => id,
  })

  it('reject with the error of the connection that they were sent on, through layers, and are not sent again', async () => {
    const { channel, peer, received, isOpen } = overPairs()
    const api = channel.pipe(json<Asking>(), asking)
    await isOpen(1)
    const lost = api.request({ text: 'lost' })
    await expect.poll(() => received[0]?.length).toBe(1)
    peer().abort()
    await expect(lost).rejects.toMatchObject({ name: 'ConnectionClosedError', code: 1006 })
    await isOpen(2)
    expect(received[1]).toEqual([])
    api.abort()
  })

  it('that are queued for the next connection survive the loss of the one before', async () => {
    const { channel, peer, peers, isOpen } = overPairs()
    const api = channel.pipe(json<Asking>(), asking)
    await isOpen(1)
    void peer().sink.close(1011)
    await peers[0]?.closed
    // The connection has closed, and the channel may not know yet.
    const queued = api.request({ text: 'queued' })
    await isOpen(2)
    peer().sink.add('{"id":1,"text":"answer"}')
    await expect(queued).resolves.toEqual({ id: 1, text: 'answer' })
    api.abort()
  })
})

describe('multiplex over reconnecting', () => {
  it('subscribes each topic that has subscribers on each connection, before anything queued', async () => {
    const { channel, peer, received, isOpen, isWaiting } = overPairs()
    const typed = channel.pipe(json<string>())
    const topic = (name: string) =>
      multiplex(typed, {
        subscribe: () => `+${name}`,
        unsubscribe: () => `-${name}`,
        filter: (message) => message === name,
      })
    const kept = topic('kept').subscribe()
    typed.sink.add('first')
    topic('came and went').subscribe().unsubscribe()
    await isOpen(1)
    await expect.poll(() => received[0]).toEqual(['"+kept"', '"first"'])
    peer().abort()
    await isWaiting()
    typed.sink.add('queued')
    const came = topic('came').subscribe()
    await isOpen(2)
    await expect.poll(() => received[1]).toEqual(['"+kept"', '"+came"', '"queued"'])
    kept.unsubscribe()
    came.unsubscribe()
    await typed.sink.close()
    expect(received[1]?.slice(3)).toEqual(['"-kept"', '"-came"'])
  })

  it('completes a topic, and does not subscribe it, if `close` was called before the connection opened', async () => {
    const { channel, received } = overPairs()
    const ends: unknown[] = []
    multiplex(channel, {
      subscribe: () => '+',
      unsubscribe: () => '-',
      filter: () => true,
    }).subscribe({
      error: (error) => ends.push(error),
      complete: () => ends.push('complete'),
    })
    channel.sink.add('queued')
    await channel.sink.close()
    expect(received).toEqual([['queued']])
    await expect.poll(() => ends).toEqual(['complete'])
  })

  it('does not subscribe twice if the topic is joined inside `connections`', async () => {
    const { channel, received, isOpen } = overPairs()
    const topic = multiplex(channel, {
      subscribe: () => '+',
      unsubscribe: () => '-',
      filter: () => true,
    })
    channel.connections.subscribe(() => topic.subscribe())
    channel.sink.add('queued')
    await isOpen(1)
    await expect.poll(() => received[0]).toEqual(['+', 'queued'])
    channel.abort()
  })
})

async function firstError(channel: Channel<unknown, never>): Promise<unknown> {
  try {
    for await (const message of channel.stream) expect(message).toBeDefined()
    return undefined
  } catch (error) {
    return error
  }
}
