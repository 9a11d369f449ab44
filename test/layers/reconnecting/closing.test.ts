import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { reconnecting } from '../../../src/layers/reconnecting/reconnecting.js'
import type { Channel } from '../../../src/core/channel.js'
import { fail, opened, opener, pass, receivedOf, scripted } from './scripted-connections.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const unclean = { code: 1006, reason: '', wasClean: false, initiator: 'local' }

describe('`close` of an open connection', () => {
  it('closes it with the code and the reason, and ends as it did', async () => {
    const made = await opened()
    made.channel.sink.add('last')
    const closed = made.channel.sink.close(4000, 'bye')
    expect([made.channel.state, made.channel.status]).toEqual(['closing', { name: 'closing' }])
    expect([made.socket.sent, made.socket.closeCalls]).toEqual([['last'], [[4000, 'bye']]])
    made.socket.end(4000, 'bye')
    const info = { code: 4000, reason: 'bye', wasClean: true, initiator: 'local' }
    expect(await closed).toEqual(info)
    await pass()
    expect([made.received, made.channel.status]).toEqual([
      ['complete'],
      { name: 'closed', info, cause: undefined },
    ])
  })

  it('is local though the peer closes meanwhile with another code', async () => {
    const made = await opened()
    const closed = made.channel.sink.close(4000)
    made.socket.end(1011, 'crossed')
    expect(await closed).toMatchObject({ code: 1011, initiator: 'local' })
    await pass()
    expect([made.received, made.attempts.length]).toEqual([['complete'], 1])
  })

  it('that is never answered ends after `closeTimeout`', async () => {
    const made = await opened({ closeTimeout: 1_000 })
    const closed = made.channel.sink.close()
    await pass(1_000)
    expect(await closed).toEqual(unclean)
    expect(made.received).toEqual(['complete'])
  })

  it('returns the same promise again, and the first code counts', async () => {
    const made = await opened()
    const closed = made.channel.sink.close(4000)
    expect(made.channel.sink.close(4001)).toBe(closed)
    expect(made.socket.closeCalls).toEqual([[4000, '']])
    expect(() => made.channel.sink.close(5)).toThrow(RangeError)
    made.channel.abort()
    expect(made.channel.sink.close()).toBe(closed)
  })

  it('is followed by errors of `add`, and `next` is counted', async () => {
    const made = await opened()
    void made.channel.sink.close()
    expect(() => made.channel.sink.add('late')).toThrow(
      expect.objectContaining({ name: 'InvalidStateError' }),
    )
    made.channel.sink.next('late')
    expect([made.channel.sink.bufferedAmount, made.socket.sent]).toEqual([4, []])
    made.channel.abort()
  })
})

describe('`close` during an attempt', () => {
  it('lets it go on, sends what was added and closes', async () => {
    const made = scripted()
    made.channel.sink.add('1')
    await pass()
    made.channel.sink.add('2')
    const closed = made.channel.sink.close(4000, 'bye')
    await pass(4_000)
    expect(made.channel.state).toBe('closing')
    made.socket.open()
    await pass()
    await made.channel.ready
    expect([made.socket.sent, made.socket.closeCalls]).toEqual([['1', '2'], [[4000, 'bye']]])
    made.socket.end(4000, 'bye')
    expect(await closed).toMatchObject({ code: 4000, wasClean: true, initiator: 'local' })
    await pass()
    expect([made.received, made.statuses.map(({ name }) => name)]).toEqual([
      ['complete'],
      ['connecting', 'closing', 'closed'],
    ])
  })

  it('in the tick of the call makes the first attempt all the same', async () => {
    const made = scripted()
    made.channel.sink.add('1')
    void made.channel.sink.close()
    await pass()
    made.socket.open()
    await pass()
    expect([made.attempts.length, made.socket.sent]).toEqual([1, ['1']])
    made.channel.abort()
  })

  it('ends with the error of that attempt if it fails, and none follows', async () => {
    const made = scripted()
    await pass()
    const closed = made.channel.sink.close()
    await fail(made)
    expect(await closed).toEqual(unclean)
    const error = { name: 'ConnectionFailedError', phase: 'network' }
    await expect(made.channel.ready).rejects.toMatchObject(error)
    await pass(60_000)
    expect([made.received, made.attempts.length]).toMatchObject([[{ error }], 1])
    expect(made.attempts[0]?.signal.aborted).toBe(true)
  })

  it('asks neither `backoff` nor `shouldReconnect` any more', async () => {
    const asked = vi.fn(() => 0)
    const made = scripted({ backoff: asked, shouldReconnect: asked })
    await pass()
    void made.channel.sink.close()
    await fail(made)
    expect([made.channel.state, asked.mock.calls]).toEqual(['closed', []])
  })

  it('completes if it fails after an earlier connection was open', async () => {
    const made = await opened()
    await fail(made)
    await pass(2_000)
    const closed = made.channel.sink.close()
    await fail(made)
    expect(await closed).toEqual(unclean)
    expect([made.received, made.attempts.length]).toEqual([['complete'], 2])
  })

  it('aborts it after `closeTimeout`, with phase "timeout"', async () => {
    const made = scripted({ closeTimeout: 1_000 })
    await pass()
    const closed = made.channel.sink.close()
    await pass(999)
    expect([made.openSockets, made.attempts[0]?.signal.aborted]).toEqual([1, false])
    await pass(1)
    const error = { name: 'ConnectionFailedError', phase: 'timeout' }
    expect([made.openSockets, made.attempts[0]?.signal]).toMatchObject([
      0,
      { aborted: true, reason: error },
    ])
    await expect(made.channel.ready).rejects.toMatchObject(error)
    expect(await closed).toEqual(unclean)
    expect([made.received, vi.getTimerCount()]).toMatchObject([[{ error }], 0])
  })

  it('of 0 as `closeTimeout` aborts it at once', async () => {
    const made = scripted({ closeTimeout: 0 })
    await pass()
    void made.channel.sink.close()
    await pass()
    expect([made.channel.state, made.openSockets]).toEqual(['closed', 0])
  })

  it('aborts what an opener returns after `closeTimeout`', async () => {
    const { open, sockets } = opener()
    let give: ((channel: Channel<unknown, never>) => void) | undefined
    const channel = reconnecting<unknown, never>(() => new Promise((resolve) => (give = resolve)), {
      network: false,
    })
    const received = receivedOf(channel)
    await pass()
    void channel.sink.close()
    await pass(5_000)
    give?.(open())
    await pass()
    expect([sockets.length, sockets[0]?.readyState]).toEqual([1, 2])
    expect(received).toMatchObject([{ error: { phase: 'timeout' } }])
  })

  it('waits for an `onOpen` that runs, within `closeTimeout`', async () => {
    const made = await opened({ onOpen: () => new Promise((resolve) => setTimeout(resolve, 500)) })
    made.channel.sink.add('queued')
    void made.channel.sink.close()
    await pass(500)
    expect([made.socket.sent, made.socket.closeCalls.length]).toEqual([['queued'], 1])
    made.channel.abort()
  })
})

describe('`close` while waiting', () => {
  it('ends at once, and completes where there was a connection', async () => {
    const made = await opened()
    await fail(made)
    made.channel.sink.add('never')
    const closed = made.channel.sink.close()
    expect([made.channel.state, made.channel.closeCode, vi.getTimerCount()]).toEqual([
      'closed',
      1006,
      0,
    ])
    expect(await closed).toEqual(unclean)
    await pass()
    expect([made.received, made.channel.sink.bufferedAmount]).toEqual([['complete'], 5])
  })

  it('with an error of `addError` makes `done` reject', async () => {
    const made = await opened()
    await fail(made)
    const error = new Error('mine')
    made.channel.sink.addError(error)
    await expect(made.channel.sink.done).rejects.toBe(error)
    expect([made.channel.state, made.received]).toEqual(['closed', ['complete']])
  })
})
