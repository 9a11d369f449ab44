import { Observable, Subject } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { channelPair } from '../../src/index.node.js'
import { opened } from './adversary/opened.js'
import { within } from './adversary/within.js'

describe('addStream of', () => {
  it('a source that fails rejects with its error, and the channel stays open', async () => {
    const { channel } = opened()
    const failure = new Error('Source broke')
    const throwing = new Observable<string>(() => {
      throw failure
    })
    const failing = new Subject<string>()
    const results = [channel.sink.addStream(throwing), channel.sink.addStream(failing)]
    failing.error(failure)
    for (const result of results) await expect(result).rejects.toBe(failure)
    expect(channel.state).toBe('open')
    channel.abort()
  })

  it('several sources at once, with adds between them, keeps the order of arrival', async () => {
    const { channel, socket } = opened()
    const [one, two] = [new Subject<string>(), new Subject<string>()]
    const both = Promise.all([channel.sink.addStream(one), channel.sink.addStream(two)])
    one.next('1')
    two.next('2')
    channel.sink.add('3')
    one.next('4')
    one.complete()
    two.complete()
    await within(1_000, 'both', both)
    expect(socket.sent).toEqual(['1', '2', '3', '4'])
    channel.abort()
  })

  it.each(['close', 'abort', 'remote end', 'failure'] as const)(
    'a source that never ends lets go at %s, once',
    async (how) => {
      const { channel, socket } = opened({ closeTimeout: 20 })
      let teardowns = 0
      const source = new Observable<string>(() => () => (teardowns += 1))
      const poured = channel.sink.addStream(source)
      if (how === 'close') void channel.sink.close(1000)
      if (how === 'abort') channel.abort()
      if (how === 'remote end') socket.end(1000, '')
      if (how === 'failure') socket.fail()
      expect(teardowns).toBe(1)
      await expect(within(1_000, 'the rejection', poured)).rejects.toMatchObject({
        name: 'ConnectionClosedError',
      })
      expect(teardowns).toBe(1)
    },
  )

  it('a generator that never ends runs its finally at the end', async () => {
    const { channel, socket } = opened()
    const done = new Promise<void>((resolve) => {
      const endless = async function* (): AsyncGenerator<string> {
        try {
          for (;;) {
            yield 'more'
            await new Promise((next) => setTimeout(next))
          }
        } finally {
          resolve()
        }
      }
      void channel.sink.addStream(endless())
    })
    await new Promise((resolve) => setTimeout(resolve, 10))
    socket.end(1000, '')
    await within(1_000, 'finally', done)
  })

  it('a generator that never waits, to a peer that keeps up, lets timers run', async () => {
    const [client, server] = channelPair()
    server.stream.subscribe()
    const limit = 300_000
    let given = 0
    let hasTimerRun = false
    setTimeout(() => (hasTimerRun = true), 1)
    const many = function* (): Generator<string> {
      for (; given < limit && !hasTimerRun; given += 1) yield 'x'
    }
    await client.sink.addStream(many())
    expect(given).toBeLessThan(limit)
    await client.sink.close()
  })

  it('nothing that can be read rejects with a TypeError', async () => {
    const { channel } = opened()
    for (const source of [null, undefined, 1, {}, Symbol('x'), () => 1]) {
      await expect(channel.sink.addStream(source as never)).rejects.toBeInstanceOf(TypeError)
    }
    expect(channel.state).toBe('open')
    channel.abort()
  })

  it('what cannot be sent rejects with a TypeError, and the source is let go', async () => {
    const { channel, socket } = opened()
    const source = new Subject<string>()
    const poured = channel.sink.addStream(source)
    source.next(1 as never)
    await expect(poured).rejects.toBeInstanceOf(TypeError)
    expect([source.observed, channel.state, socket.sent]).toEqual([false, 'open', []])
    channel.abort()
  })

  it('its own stream echoes until the end', async () => {
    const { channel, socket } = opened()
    const poured = channel.sink.addStream(channel.stream)
    for (const frame of ['one', 'two']) socket.message(frame)
    expect(socket.sent).toEqual(['one', 'two'])
    socket.end(1000, '')
    await within(
      1_000,
      'an end of it',
      poured.catch(() => undefined),
    )
  })
})

describe('a sink whose channel has ended', () => {
  it('throws after its own close, and only counts after all other ends', async () => {
    for (const how of ['close', 'abort', 'end', 'fail'] as const) {
      const { channel, socket } = opened()
      if (how === 'close') void channel.sink.close()
      if (how === 'abort') channel.abort()
      if (how === 'end') socket.end(1000, '')
      if (how === 'fail') socket.fail()
      const add = (): void => channel.sink.add('late')
      if (how === 'close') {
        expect(add).toThrow(expect.objectContaining({ name: 'InvalidStateError' }))
      } else expect(add).not.toThrow()
      channel.sink.next('late')
      expect(channel.sink.bufferedAmount).toBe(how === 'close' ? 4 : 8)
      expect(socket.sent).toEqual([])
      channel.sink.error(new Error('ignored'))
      channel.sink.complete()
      channel.abort()
      await channel.closed
    }
  })
})
