import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ReconnectFailure } from '../../../src/layers/reconnecting/options.js'
import { fail, openAndBreak, opened, pass, scripted } from './scripted-connections.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('the first attempt', () => {
  it('begins in a microtask after the call, with the number 1 and no failure', async () => {
    const { channel, attempts } = scripted()
    expect([attempts, channel.status]).toEqual([[], { name: 'connecting', attempt: 1 }])
    await Promise.resolve()
    expect(attempts).toMatchObject([
      { number: 1, error: undefined, close: undefined, connectTimeout: 20_000 },
    ])
    expect(attempts[0]?.signal.aborted).toBe(false)
    channel.abort()
  })

  it('is not made by a channel that is aborted, or whose signal is, in the tick of the call', async () => {
    const info = { code: 1006, reason: '', wasClean: false, initiator: 'local' }
    const reason = new Error('early')
    const signalled = scripted({ signal: AbortSignal.abort(reason) })
    const aborted = scripted()
    aborted.channel.abort(reason)
    const both = [signalled, aborted]
    expect(both.map(({ channel, received }) => [channel.state, ...received])).toEqual([
      ['closed'],
      ['closed'],
    ])
    await pass(60_000)
    for (const made of both) {
      expect([made.attempts, made.received]).toEqual([[], [{ error: reason }]])
      expect(made.statuses.at(-1)).toEqual({ name: 'closed', info, cause: reason })
      await expect(made.channel.ready).rejects.toBe(reason)
    }
    expect(vi.getTimerCount()).toBe(0)
  })

  it('that fails is retried', async () => {
    const made = scripted()
    await pass()
    await fail(made)
    expect([made.channel.state, made.channel.status.name]).toEqual(['connecting', 'waiting'])
    await pass(2_000)
    made.socket.open()
    await pass()
    await made.channel.ready
    expect(made.channel.state).toBe('open')
    made.channel.abort()
  })
})

describe('the number of an attempt', () => {
  it('is one number in `backoff`, `shouldReconnect`, both statuses and `Attempt`', async () => {
    const asked: unknown[] = []
    const made = scripted({
      backoff: (attempt) => {
        asked.push(['backoff', attempt])
        return 1_000
      },
      shouldReconnect: ({ attempt }) => {
        asked.push(['shouldReconnect', attempt])
        return true
      },
    })
    await pass()
    for (const number of [2, 3]) {
      await fail(made)
      expect(made.channel.status).toMatchObject({ name: 'waiting', attempt: number })
      await pass(1_000)
      expect(made.channel.status).toEqual({ name: 'connecting', attempt: number })
    }
    await openAndBreak(made, 5_000)
    expect(made.channel.status).toMatchObject({ name: 'waiting', attempt: 1 })
    await pass(1_000)
    expect(made.channel.status).toEqual({ name: 'connecting', attempt: 1 })
    expect(asked).toEqual(
      [2, 3, 1].flatMap((number) => [
        ['shouldReconnect', number],
        ['backoff', number],
      ]),
    )
    expect(made.attempts.map(({ number }) => number)).toEqual([1, 2, 3, 1])
    made.channel.abort()
  })

  it('grows after a connection that ended before `minUptime`, counted from "open"', async () => {
    const made = scripted({ minUptime: 3_000 })
    await pass()
    await openAndBreak(made, 2_999)
    expect(made.channel.status).toMatchObject({ attempt: 2, delay: 2_000 })
    await pass(2_000)
    await openAndBreak(made, 3_000)
    expect(made.channel.status).toMatchObject({ attempt: 1, delay: 1_000 })
    made.channel.abort()
  })

  it('is the same in `waiting` when `backoff` takes until `minUptime` has passed', async () => {
    const made = scripted({
      minUptime: 3_000,
      backoff: (attempt) => {
        vi.advanceTimersByTime(1)
        return attempt * 100
      },
    })
    await pass()
    await openAndBreak(made, 2_999)
    expect(made.channel.status).toMatchObject({ name: 'waiting', attempt: 2, delay: 200 })
    made.channel.abort()
  })

  it('is not reset by the time that `onOpen` took', async () => {
    const made = scripted({
      minUptime: 3_000,
      onOpen: () => new Promise((resolve) => setTimeout(resolve, 10_000)),
    })
    await pass()
    await openAndBreak(made, 12_999)
    expect(made.channel.status).toMatchObject({ name: 'waiting', attempt: 2 })
    made.channel.abort()
  })
})

describe('an attempt knows', () => {
  it('the error of a failed one before, and no close', async () => {
    const failures: ReconnectFailure[] = []
    const made = scripted({
      shouldReconnect: (failure) => {
        failures.push(failure)
        return 0
      },
    })
    await pass()
    await fail(made)
    await pass()
    const [, second] = made.attempts
    expect(second?.error).toMatchObject({ name: 'ConnectionFailedError', phase: 'network' })
    expect(second?.close).toBeUndefined()
    expect(failures).toEqual([{ error: second?.error, close: undefined, attempt: 2, elapsed: 0 }])
    made.channel.abort()
  })

  it('how the connection before was closed, and an error though its stream completed', async () => {
    const made = await opened()
    await pass(60_000)
    made.socket.end(1001, 'restart')
    await pass()
    const close = { code: 1001, reason: 'restart', wasClean: true, initiator: 'remote' }
    const { status } = made.channel
    expect(status).toMatchObject({ name: 'waiting', attempt: 1 })
    await pass(1_000)
    const second = made.attempts[1]
    expect(second?.close).toEqual(close)
    expect(second?.error).toMatchObject({ name: 'ConnectionClosedError', ...close })
    expect(status.name === 'waiting' && status.cause).toBe(second?.error)
    made.channel.abort()
  })

  it('a timeout for `connect` that grows from 20 to 75 seconds', async () => {
    const made = scripted({ backoff: () => 0 })
    for (let count = 0; count < 6; count++) {
      await pass()
      await fail(made)
    }
    expect(made.attempts.slice(0, 6).map(({ connectTimeout }) => connectTimeout)).toEqual([
      20_000, 30_000, 45_000, 67_500, 75_000, 75_000,
    ])
    made.channel.abort()
  })

  it('the timeout of the first attempt again after a connection that lasted', async () => {
    const made = scripted({ backoff: () => 0 })
    await pass()
    await fail(made)
    await pass()
    await openAndBreak(made, 60_000)
    await pass()
    expect(made.attempts.at(-1)).toMatchObject({ number: 1, connectTimeout: 20_000 })
    made.channel.abort()
  })
})

describe('the signal of an attempt', () => {
  it('is aborted when the attempt fails, with the error', async () => {
    const made = scripted()
    await pass()
    await fail(made)
    const { status } = made.channel
    expect(made.attempts[0]?.signal).toMatchObject({
      aborted: true,
      reason: status.name === 'waiting' ? status.cause : 'not waiting',
    })
    made.channel.abort()
  })

  it('is not aborted by the opening, nor by a `close` that is answered in time', async () => {
    const made = await opened()
    await pass(60_000)
    expect(made.attempts[0]?.signal.aborted).toBe(false)
    void made.channel.sink.close()
    await pass(1_000)
    made.socket.end(1000, '')
    await pass()
    expect([made.channel.state, made.attempts[0]?.signal.aborted]).toEqual(['closed', false])
  })

  it.each([0, 60_000])(
    'is aborted with the reason of `abort`, %d ms after "open"',
    async (time) => {
      const made = await opened()
      await pass(time)
      const reason = new Error('enough')
      made.channel.abort(reason)
      expect(made.attempts[0]?.signal).toMatchObject({ aborted: true, reason })
    },
  )

  it('is aborted with the reason of `abort` while the attempt runs', async () => {
    const made = scripted()
    await pass()
    const reason = new Error('enough')
    made.channel.abort(reason)
    expect(made.attempts[0]?.signal).toMatchObject({ aborted: true, reason })
    expect(made.openSockets).toBe(0)
  })

  it('is aborted with the reason of the signal of the channel', async () => {
    const controller = new AbortController()
    const made = scripted({ signal: controller.signal })
    await pass()
    controller.abort('navigated')
    expect(made.attempts[0]?.signal).toMatchObject({ aborted: true, reason: 'navigated' })
    expect(made.channel.state).toBe('closed')
  })

  it('is aborted when `reconnect()` replaces its connection', async () => {
    const made = await opened()
    made.channel.reconnect()
    expect(made.attempts.map(({ signal }) => signal.aborted)).toEqual([true, false])
    made.channel.abort()
  })
})
