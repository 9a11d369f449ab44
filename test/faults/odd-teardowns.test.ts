import { Observable } from 'rxjs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { opened } from './adversary/opened.js'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})

afterEach(() => {
  vi.useRealTimers()
})

describe('a source of addStream whose teardown', () => {
  it.each(['close', 'abort', 'remote end'] as const)(
    'throws at %s does not keep the channel from ending, and is reported as uncaught',
    async (how) => {
      const { channel, socket } = opened()
      const poured = channel.sink.addStream(
        new Observable<string>(() => () => {
          throw new Error('From a teardown')
        }),
      )
      const rejection = expect(poured).rejects.toMatchObject({ name: 'ConnectionClosedError' })
      if (how === 'close') {
        void channel.sink.close(1000, 'bye')
        expect(socket.closeCalls).toEqual([[1000, 'bye']])
      }
      if (how === 'abort') channel.abort()
      else socket.end(1000, '')
      expect(await channel.closed).toMatchObject({ code: how === 'abort' ? 1006 : 1000 })
      await rejection
      expect(() => vi.runAllTimers()).toThrow('From a teardown')
    },
  )

  it('aborts the channel inside `close` leaves no timer', async () => {
    const { channel } = opened()
    const source = new Observable<string>(() => () => {
      channel.abort()
    })
    const poured = channel.sink.addStream(source).catch(() => undefined)
    const closed = channel.sink.close()
    expect(vi.getTimerCount()).toBe(0)
    expect(await closed).toMatchObject({ code: 1006, initiator: 'local' })
    await poured
  })
})

describe('a source of addStream that gives all at once', () => {
  /** A source that asks whether more is wanted before each value; what it gave. */
  const greedy = (value: unknown): { source: Observable<string>; given: () => number } => {
    let given = 0
    const source = new Observable<string>((subscriber) => {
      for (; !subscriber.closed && given < 1_000; given++) subscriber.next(value as string)
    })
    return { source, given: () => given }
  }

  it('stops at what cannot be sent', async () => {
    const { channel } = opened()
    const { source, given } = greedy(42)
    await expect(channel.sink.addStream(source)).rejects.toBeInstanceOf(TypeError)
    expect(given()).toBe(1)
    channel.abort()
  })

  it('stops when the channel closes', async () => {
    const { channel, socket } = opened()
    channel.stream.subscribe(() => {
      channel.abort()
    })
    const { source, given } = greedy('echo')
    await expect(channel.sink.addStream(source)).rejects.toMatchObject({ code: 1006 })
    expect([given(), socket.sent]).toEqual([1, ['echo']])
  })
})
