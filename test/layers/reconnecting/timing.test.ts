import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fail, openAndBreak, pass, scripted } from './scripted-connections.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const HOUR = 3_600_000

describe('`backoff`', () => {
  it('is by default up to a second before the second attempt, at random', async () => {
    const delays: number[] = []
    for (const random of [0.001, 0.5, 0.999]) {
      vi.spyOn(Math, 'random').mockReturnValue(random)
      const made = scripted({ backoff: undefined })
      await pass()
      await fail(made)
      const { status } = made.channel
      delays.push(status.name === 'waiting' ? status.delay : NaN)
      made.channel.abort()
      vi.restoreAllMocks()
    }
    expect(delays).toEqual([1, 500, 999])
  })

  it('is waited for to the millisecond', async () => {
    const made = scripted({ backoff: () => 1_234 })
    await pass()
    await fail(made)
    await pass(1_233)
    expect(made.attempts).toHaveLength(1)
    await pass(1)
    expect(made.attempts).toHaveLength(2)
    made.channel.abort()
  })

  it('of 0 waits for a timer, so that failing attempts do not block the process', async () => {
    const made = scripted({ backoff: () => 0 })
    await Promise.resolve()
    made.socket.fail()
    for (let turn = 0; turn < 50; turn++) await Promise.resolve()
    expect(made.attempts).toHaveLength(1)
    await pass()
    expect(made.attempts).toHaveLength(2)
    made.channel.abort()
  })

  it('of Infinity waits without a timer, for `reconnect()`', async () => {
    const made = scripted({ backoff: () => Infinity })
    await pass()
    await fail(made)
    expect(made.channel.status).toMatchObject({ delay: Infinity, until: Infinity, attempt: 2 })
    expect(vi.getTimerCount()).toBe(0)
    await pass(1_000 * HOUR)
    expect(made.attempts).toHaveLength(1)
    made.channel.reconnect()
    expect(made.attempts).toHaveLength(2)
    made.channel.abort()
  })

  it('may be longer than the longest timer of the platform', async () => {
    const delay = 2 ** 31 + 5_000
    const made = scripted({ backoff: () => delay })
    await pass()
    await fail(made)
    await pass(delay - 1)
    expect(made.attempts).toHaveLength(1)
    await pass(1)
    expect(made.attempts).toHaveLength(2)
    made.channel.abort()
  })
})

describe('`minUptime`', () => {
  it('is 5 seconds by default', async () => {
    const made = scripted()
    await pass()
    await openAndBreak(made, 4_999)
    expect(made.channel.status).toMatchObject({ attempt: 2 })
    await pass(2_000)
    await openAndBreak(made, 5_000)
    expect(made.channel.status).toMatchObject({ attempt: 1 })
    made.channel.abort()
  })

  it('makes a connection that ends before it a failed attempt of `maxAttempts`', async () => {
    const made = scripted({ maxAttempts: 2 })
    await pass()
    await openAndBreak(made, 4_999)
    await pass(2_000)
    await openAndBreak(made, 4_999)
    expect(made.received).toMatchObject([
      { error: { name: 'ReconnectFailedError', attempts: 2, cause: { code: 1006 } } },
    ])
  })
})

describe('`maxAttempts`', () => {
  it('ends the channel with that many failures in a row, and leaves no timer', async () => {
    const made = scripted({ maxAttempts: 3 })
    await pass()
    for (const delay of [2_000, 3_000]) {
      await fail(made)
      await pass(delay)
    }
    await fail(made)
    const error = { name: 'ReconnectFailedError', attempts: 3 }
    expect([made.attempts.length, made.received]).toMatchObject([3, [{ error }]])
    await expect(made.channel.ready).rejects.toMatchObject(error)
    expect([made.channel.state, vi.getTimerCount()]).toEqual(['closed', 0])
    expect(made.statuses.at(-1)).toMatchObject({ name: 'closed', cause: error })
  })

  it('counts from 1 again after a connection that lasted', async () => {
    const made = scripted({ maxAttempts: 2, backoff: () => 0 })
    await pass()
    for (let round = 0; round < 3; round++) {
      await fail(made)
      await openAndBreak(made, 5_000)
    }
    expect(made.channel.status).toMatchObject({ name: 'connecting', attempt: 1 })
    made.channel.abort()
  })
})

describe('`maxElapsed`', () => {
  it('counts from the call if there was no connection', async () => {
    const made = scripted({ maxElapsed: 10_000, backoff: () => 4_000 })
    await pass(1_000)
    await fail(made)
    await pass(4_000)
    expect(made.attempts).toHaveLength(2)
    await pass(1_001)
    await fail(made)
    expect(made.received).toMatchObject([{ error: { name: 'ReconnectFailedError', attempts: 2 } }])
  })

  it('counts from the loss of the last connection', async () => {
    const made = scripted({ maxElapsed: 10_000, backoff: () => 4_000 })
    await pass(9_000)
    await openAndBreak(made, HOUR)
    await pass(4_000)
    await fail(made)
    expect(made.channel.status).toMatchObject({ name: 'waiting', attempt: 2 })
    await pass(4_000)
    await fail(made)
    expect(made.channel.state).toBe('closed')
  })

  it('does not cut short an attempt that runs', async () => {
    const made = scripted({ maxElapsed: 1_000 })
    await pass(60_000)
    made.socket.open()
    await pass()
    expect(made.channel.status.name).toBe('open')
    made.channel.abort()
  })
})
