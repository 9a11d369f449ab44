import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { channelPair } from '../../../src/channels/channel-pair.js'
import type { Channel } from '../../../src/core/channel.js'
import type { Frame, Sendable } from '../../../src/core/frame.js'
import { exponentialBackoff } from '../../../src/layers/reconnecting/backoff.js'
import { reconnecting } from '../../../src/layers/reconnecting/reconnecting.js'

type Pair = readonly [own: Channel<Frame, Sendable>, peer: Channel<Frame, Sendable>]

/** What the next call of the opener does. */
const opening = fc.constantFrom('opens', 'opens later', 'hangs', 'rejects', 'throws', 'opens late')

const command = fc.oneof(
  fc.record({ type: fc.constant('wait' as const), milliseconds: fc.nat(40_000) }),
  fc.record({ type: fc.constant('wait' as const), milliseconds: fc.nat(50) }),
  fc.record({ type: fc.constant('open' as const), how: opening }),
  fc.record({ type: fc.constant('add' as const) }),
  fc.record({ type: fc.constant('peer adds' as const) }),
  fc.record({ type: fc.constant('peer closes' as const), code: fc.constantFrom(1001, 1011, 4000) }),
  fc.record({ type: fc.constant('peer drops' as const) }),
  fc.record({ type: fc.constant('closed from inside' as const) }),
  fc.record({ type: fc.constant('reconnect' as const) }),
  fc.record({
    type: fc.constant('event' as const),
    event: fc.constantFrom('online', 'offline', 'pageshow', 'resume'),
  }),
)

const ending = fc.constantFrom('close', 'abort', 'peer closes 1000', 'peer closes 1008')

type Command = typeof command extends fc.Arbitrary<infer T> ? T : never

/** A reconnecting channel over pairs, whose opener behaves as the model chooses, and all that is seen of it. */
class Run {
  readonly network = new EventTarget()
  readonly pairs: Pair[] = []
  readonly added: string[] = []
  readonly sent: string[] = []
  /** Of all connections, in the order of arrival. */
  readonly arrivedAtPeers: string[] = []
  readonly received: string[] = []
  readonly statuses: string[] = []
  attempts = 0
  /** Those that the opener waits for. */
  timers = 0
  how: typeof opening extends fc.Arbitrary<infer T> ? T : never = 'opens'
  readonly channel = reconnecting(() => this.#open(), {
    backoff: exponentialBackoff({ initial: 100, jitter: 'none' }),
    network: this.network,
    closeTimeout: 1_000,
    attemptTimeout: 10_000,
  })

  constructor() {
    this.channel.stream.subscribe({
      next: (frame) => this.received.push(String(frame)),
      error: () => this.received.push('error'),
      complete: () => this.received.push('complete'),
    })
    this.channel.statuses.subscribe(({ name }) => this.statuses.push(name))
  }

  /** The connections of this side that have not ended. */
  get living(): readonly Pair[] {
    return this.pairs.filter(([own]) => own.state !== 'closed')
  }

  async play(next: Command): Promise<void> {
    const peer = this.living.at(-1)?.[1]
    switch (next.type) {
      case 'wait':
        await vi.advanceTimersByTimeAsync(next.milliseconds)
        return
      case 'open':
        this.how = next.how
        return
      case 'add':
        this.added.push(`up ${this.added.length}`)
        this.channel.sink.add(this.added.at(-1) ?? '')
        break
      case 'peer adds':
        if (!peer) return
        this.sent.push(`down ${this.sent.length}`)
        peer.sink.add(this.sent.at(-1) ?? '')
        break
      case 'peer closes':
        void peer?.sink.close(next.code)
        break
      case 'peer drops':
        peer?.abort()
        break
      case 'closed from inside':
        void this.living.at(-1)?.[0].sink.close(3000)
        break
      case 'reconnect':
        this.channel.reconnect()
        break
      case 'event':
        this.network.dispatchEvent(new Event(next.event))
    }
    await vi.advanceTimersByTimeAsync(0)
  }

  /** The network and the server are well again; nothing that was added or sent may be missing then. */
  async heal(): Promise<void> {
    this.how = 'opens'
    this.network.dispatchEvent(new Event('online'))
    // The longest attempt and the longest delay.
    await vi.advanceTimersByTimeAsync(45_000)
    await this.play({ type: 'add' })
    await this.play({ type: 'peer adds' })
  }

  async end(how: string): Promise<void> {
    if (how === 'close') void this.channel.sink.close()
    else if (how === 'abort') this.channel.abort()
    else {
      // Only an open connection can end the channel: without one it is aborted.
      const peer = this.living.at(-1)?.[1]
      if (!peer || this.channel.status.name !== 'open') this.channel.abort()
      else void peer.sink.close(Number(how.slice(-4)))
    }
    await vi.advanceTimersByTimeAsync(20_000)
  }

  #open(): Channel<Frame, Sendable> | Promise<Channel<Frame, Sendable>> {
    this.attempts++
    switch (this.how) {
      case 'opens':
        return this.#connect()
      case 'opens later':
        return this.#later(50).then(() => this.#connect())
      case 'opens late':
        // After `attemptTimeout`.
        return this.#later(12_000).then(() => this.#connect())
      case 'hangs':
        return new Promise(() => undefined)
      case 'rejects':
        return Promise.reject(new TypeError('fetch failed'))
      case 'throws':
        throw new Error('no route')
    }
  }

  async #later(milliseconds: number): Promise<void> {
    this.timers++
    await new Promise((resolve) => setTimeout(resolve, milliseconds))
    this.timers--
  }

  #connect(): Channel<Frame, Sendable> {
    const pair = channelPair()
    this.pairs.push(pair)
    pair[1].stream.subscribe({
      next: (frame) => this.arrivedAtPeers.push(String(frame)),
      error: () => undefined,
    })
    return pair[0]
  }
}

const FOLLOWING: Readonly<Record<string, readonly string[]>> = {
  connecting: ['open', 'waiting', 'closing', 'closed'],
  open: ['connecting', 'waiting', 'closing', 'closed'],
  waiting: ['connecting', 'waiting', 'closing', 'closed'],
  closing: ['closed'],
  closed: [],
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('keeps its promises through random faults, calls and time', async () => {
  const commands = fc.array(command, { maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(opening, commands, ending, async (first, all, end) => {
      const run = new Run()
      run.how = first
      await vi.advanceTimersByTimeAsync(0)
      for (const next of all) {
        await run.play(next)
        expect(run.living.length).toBeLessThanOrEqual(1)
        const isOpen = run.channel.status.name === 'open'
        if (isOpen) expect(run.living.length).toBe(1)
        // Of the channel alone: not those of the opener.
        expect(vi.getTimerCount() - run.timers).toBeLessThanOrEqual(isOpen ? 0 : 1)
      }
      await run.heal()
      expect(run.channel.status.name).toBe('open')
      expect(run.arrivedAtPeers).toEqual(run.added)
      expect(run.received).toEqual(run.sent)
      await run.end(end)
      expect(run.channel.status.name).toBe('closed')
      expect(run.living).toEqual([])
      expect(vi.getTimerCount()).toBe(0)
      const { attempts } = run
      run.channel.reconnect()
      run.network.dispatchEvent(new Event('online'))
      await vi.advanceTimersByTimeAsync(120_000)
      expect(run.attempts).toBe(attempts)
      expect(run.received.slice(0, -1)).toEqual(run.sent)
      expect(run.received.at(-1)).toMatch(/^(complete|error)$/)
      run.statuses.slice(1).forEach((name, index) => {
        expect(FOLLOWING[run.statuses[index] ?? '']).toContain(name)
      })
    }),
    { numRuns: 300 },
  )
})
