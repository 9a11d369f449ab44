import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { channelPair } from '../../../src/channels/channel-pair.js'
import type { Channel } from '../../../src/core/channel.js'
import type { Frame, Sendable } from '../../../src/core/frame.js'
import { exponentialBackoff } from '../../../src/layers/reconnecting/backoff.js'
import { reconnecting } from '../../../src/layers/reconnecting/reconnecting.js'
import { seeded } from '../../faults/adversary/random.js'

const CLIENTS = 1_000
const BIN = 100
const STEP = 20
const LONGEST_DELAY = 30_000

/** A server that can go away, with all that it sees of its clients. */
class Server {
  isUp = true
  /** Milliseconds since it went away, of each attempt to connect. */
  readonly attempts: number[] = []
  connections: Channel<Frame, Sendable>[] = []
  #downSince = 0

  connect(): Channel<Frame, Sendable> {
    this.attempts.push(Date.now() - this.#downSince)
    if (!this.isUp) throw new Error('refused')
    const [own, peer] = channelPair()
    this.connections.push(peer)
    return own
  }

  goAway(): void {
    this.#downSince = Date.now()
    this.attempts.length = 0
    for (const connection of this.connections.splice(0)) connection.abort()
  }
}

/**
 * Lets time pass in small steps, each with its microtasks, until the condition holds. A task for each of the timers would take half
 * a minute.
 */
async function advance(milliseconds: number, isOver = () => false): Promise<void> {
  for (let passed = 0; passed < milliseconds && !isOver(); passed += STEP) {
    vi.advanceTimersByTime(STEP)
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
  }
}

/** How many times are in each tenth of a second. */
function binned(times: readonly number[]): number[] {
  const bins: number[] = Array.from({ length: Math.ceil(Math.max(...times, 0) / BIN) + 1 }, () => 0)
  for (const time of times) bins[Math.floor(time / BIN)] = (bins[Math.floor(time / BIN)] ?? 0) + 1
  return bins
}

/** The largest number of times that a bin has the mean of those within half a second. Small bins are left to chance. */
function worstPeak(bins: readonly number[]): number {
  const peaks = bins.map((count, index) => {
    const near = bins.slice(Math.max(0, index - 5), index + 6)
    const mean = near.reduce((sum, other) => sum + other, 0) / near.length
    return count < 20 ? 0 : count / mean
  })
  return Math.max(...peaks)
}

describe('a thousand clients that lose their server', { timeout: 60_000 }, () => {
  const random = seeded(7)
  const backoff = exponentialBackoff({ random: () => random.below(2 ** 30) / 2 ** 30 })
  let server: Server
  let channels: Channel<Frame, Sendable>[]

  beforeEach(async () => {
    vi.useFakeTimers()
    server = new Server()
    channels = Array.from({ length: CLIENTS }, () =>
      reconnecting(() => server.connect(), { backoff }),
    )
    // Longer than `minUptime`.
    await advance(6_000)
    expect(server.connections.length).toBe(CLIENTS)
  })
  afterEach(() => {
    for (const channel of channels) channel.abort()
    expect(vi.getTimerCount()).toBe(0)
    vi.useRealTimers()
  })

  it('come back in a steady flow when it is back at once', async () => {
    server.goAway()
    await advance(3 * LONGEST_DELAY, () => server.connections.length === CLIENTS)
    expect(server.connections.length).toBe(CLIENTS)
    expect(server.attempts.length).toBe(CLIENTS)
    expect(worstPeak(binned(server.attempts))).toBeLessThanOrEqual(3)
  })

  it('come back in a steady flow when it is back after a minute', async () => {
    server.isUp = false
    server.goAway()
    await advance(60_000)
    expect(server.connections).toEqual([])
    server.isUp = true
    await advance(3 * LONGEST_DELAY, () => server.connections.length === CLIENTS)
    expect(server.connections.length).toBe(CLIENTS)
    expect(worstPeak(binned(server.attempts))).toBeLessThanOrEqual(3)
  })
})

it('the measure finds clients that come all at once', () => {
  expect(worstPeak(binned(Array.from({ length: CLIENTS }, () => 510)))).toBeGreaterThan(3)
})
