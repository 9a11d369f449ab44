import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { reconnecting } from '../../../src/layers/reconnecting/reconnecting.js'
import type { Channel } from '../../../src/core/channel.js'
import { opened, opener, pass, receivedOf, scripted } from './scripted-connections.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const HOUR = 3_600_000

describe('`attemptTimeout`', () => {
  const error = { name: 'ConnectionFailedError', phase: 'timeout', url: '' }

  it('fails an opener that never returns a connection, after 90 seconds', async () => {
    const signals: AbortSignal[] = []
    const channel = reconnecting<string, string>(
      ({ signal }) => {
        signals.push(signal)
        return new Promise(() => undefined)
      },
      { network: false },
    )
    await pass(89_999)
    expect(channel.status.name).toBe('connecting')
    await pass(1)
    expect(channel.status).toMatchObject({ name: 'waiting', attempt: 2, cause: error })
    expect(signals[0]).toMatchObject({ aborted: true, reason: error })
    channel.abort()
  })

  it('fails a connection that never opens, and drops its socket', async () => {
    const made = scripted({ attemptTimeout: 1_000 })
    await pass(999)
    expect(made.openSockets).toBe(1)
    await pass(1)
    expect([made.openSockets, made.channel.status]).toMatchObject([0, { cause: error }])
    made.channel.abort()
  })

  it('fails an `onOpen` that never settles, and drops its socket', async () => {
    const made = scripted({
      attemptTimeout: 1_000,
      onOpen: () => new Promise(() => undefined),
    })
    await pass(400)
    made.socket.open()
    await pass(599)
    expect([made.openSockets, made.channel.status.name]).toEqual([1, 'connecting'])
    await pass(1)
    expect([made.openSockets, made.channel.status]).toMatchObject([0, { cause: error }])
    made.channel.abort()
  })

  it('counts anew for each attempt', async () => {
    const made = scripted({ attemptTimeout: 1_000 })
    await pass(1_000)
    await pass(2_000)
    expect(made.attempts).toHaveLength(2)
    await pass(999)
    expect(made.channel.status.name).toBe('connecting')
    await pass(1)
    expect(made.channel.status).toMatchObject({ name: 'waiting', attempt: 3 })
    made.channel.abort()
  })

  it('drops a connection that the opener returns after it', async () => {
    const { open, sockets } = opener()
    const made: ((channel: Channel<string | Uint8Array<ArrayBuffer>, never>) => void)[] = []
    const channel = reconnecting<string | Uint8Array<ArrayBuffer>, never>(
      () => new Promise((resolve) => made.push(resolve)),
      { attemptTimeout: 1_000, backoff: () => HOUR, network: false },
    )
    const received = receivedOf(channel)
    await pass(1_000)
    made[0]?.(open())
    await pass()
    sockets[0]?.open()
    sockets[0]?.message('late')
    await pass()
    expect([sockets[0]?.closeCalls.length, received]).toEqual([1, []])
    expect(channel.status.name).toBe('waiting')
    channel.abort()
  })

  it.each([0, Infinity])('of %d is none', async (attemptTimeout) => {
    const made = scripted({ attemptTimeout })
    await pass(100 * HOUR)
    expect([made.channel.status, vi.getTimerCount()]).toEqual([
      { name: 'connecting', attempt: 1 },
      0,
    ])
    made.channel.abort()
  })

  it('ends with the opening', async () => {
    const made = await opened({ attemptTimeout: 1_000 })
    await pass(HOUR)
    expect([made.channel.status.name, made.attempts.length]).toEqual(['open', 1])
    made.channel.abort()
  })
})
