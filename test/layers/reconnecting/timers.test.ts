import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  fail,
  openAndBreak,
  opened,
  type Options,
  pass,
  type Scripted,
  scripted,
} from './scripted-connections.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const timers = (): number => vi.getTimerCount()

/** A channel in each state that it can end from. */
const stages: readonly [name: string, stage: (options?: Options) => Promise<Scripted>][] = [
  ['before the first attempt', (options) => Promise.resolve(scripted(options))],
  ['during an attempt', attempting],
  ['while waiting', waiting],
  ['while open', opened],
  [
    'while `onOpen` runs',
    (options) => opened({ ...options, onOpen: () => new Promise(() => undefined) }),
  ],
  [
    'between two connections',
    async (options) => {
      const made = await opened(options)
      await pass(10_000)
      await fail(made)
      return made
    },
  ],
  [
    'during the second attempt',
    async (options) => {
      const made = await attempting(options)
      await openAndBreak(made)
      await pass(2_000)
      return made
    },
  ],
  [
    'while closing',
    async (options) => {
      const made = await opened(options)
      void made.channel.sink.close()
      return made
    },
  ],
]

async function attempting(options?: Options): Promise<Scripted> {
  const made = scripted(options)
  await pass()
  return made
}

async function waiting(options?: Options): Promise<Scripted> {
  const made = await attempting(options)
  await fail(made)
  return made
}

describe('a reconnecting channel', () => {
  it('has one timer during an attempt and while waiting, none while open', async () => {
    const made = scripted()
    expect(timers()).toBe(0)
    await pass()
    expect(timers()).toBe(1)
    await fail(made)
    expect(timers()).toBe(1)
    await pass(2_000)
    expect(timers()).toBe(1)
    made.socket.open()
    await pass()
    expect(timers()).toBe(0)
    made.channel.abort()
  })

  it('has one timer while `onOpen` runs', async () => {
    const made = await opened({ onOpen: () => new Promise(() => undefined) })
    expect([made.channel.status.name, timers()]).toEqual(['connecting', 1])
    made.channel.abort()
  })

  it('has one timer whatever the page does', async () => {
    const network = new EventTarget()
    const made = scripted({ network, backoff: () => 60_000 })
    await pass()
    for (let round = 0; round < 5; round++) {
      if (made.channel.status.name === 'connecting') await fail(made)
      for (const type of ['online', 'offline', 'online', 'visibilitychange', 'resume']) {
        network.dispatchEvent(new Event(type))
        expect(timers()).toBeLessThanOrEqual(1)
      }
    }
    made.channel.abort()
  })

  it.each(stages)('leaves no timer and no socket when it is aborted %s', async (_name, stage) => {
    const made = await stage()
    const reason = new Error('enough')
    made.channel.abort(reason)
    expect([made.channel.state, made.channel.status.name]).toEqual(['closed', 'closed'])
    await pass()
    expect([made.openSockets, timers()]).toEqual([0, 0])
    const { length } = made.sockets
    await pass(600_000)
    expect(made.sockets).toHaveLength(length)
    expect(await made.channel.closed).toMatchObject({ code: 1006, initiator: 'local' })
  })

  it.each(stages)('leaves no timer and no socket after `close` %s', async (_name, stage) => {
    const made = await stage()
    void made.channel.sink.close(4000, 'bye')
    await pass(10_000)
    expect([made.channel.state, made.openSockets, timers()]).toEqual(['closed', 0, 0])
    const { length } = made.sockets
    await pass(600_000)
    expect(made.sockets).toHaveLength(length)
  })

  it.each(stages)('removes its listener from the signal when it ends %s', async (_name, stage) => {
    const { signal } = new AbortController()
    const add = vi.spyOn(signal, 'addEventListener')
    const remove = vi.spyOn(signal, 'removeEventListener')
    const made = await stage({ signal })
    expect([add.mock.calls.length, remove.mock.calls.length]).toEqual([1, 0])
    made.channel.abort()
    expect(remove.mock.calls).toEqual(add.mock.calls.map(([type, listener]) => [type, listener]))
  })

  it.each(stages)('ends with the reason of its signal %s', async (_name, stage) => {
    const controller = new AbortController()
    const made = await stage({ signal: controller.signal })
    controller.abort(new Error('navigated'))
    expect([made.channel.state, made.openSockets]).toEqual(['closed', 0])
    await pass()
    expect(timers()).toBe(0)
    const wasOpen = made.statuses.some(({ name }) => name === 'open')
    expect(made.received).toEqual([wasOpen ? 'complete' : { error: new Error('navigated') }])
  })
})

describe('a process that slept', () => {
  it('makes one attempt when it wakes, whatever time has passed', async () => {
    const made = scripted({ backoff: () => 1_000 })
    await pass()
    await fail(made)
    vi.setSystemTime(Date.now() + 3_600_000)
    await pass(1_000)
    await pass(250)
    expect(made.attempts).toHaveLength(2)
    await pass(60_000)
    expect(made.attempts).toHaveLength(2)
    made.channel.abort()
  })

  it.each([-3_600_000, 3_600_000])('waits as long when the clock jumps by %d ms', async (jump) => {
    const made = scripted({ backoff: () => 60_000 })
    await pass()
    await fail(made)
    await pass(10_000)
    vi.setSystemTime(Date.now() + jump)
    await pass(49_000)
    expect(made.attempts).toHaveLength(1)
    await pass(1_500)
    expect(made.attempts).toHaveLength(2)
    made.channel.abort()
  })

  it.each([-3_600_000, 3_600_000])(
    'counts the uptime of a connection by the monotonic clock when the clock jumps by %d ms',
    async (jump) => {
      const made = await opened()
      vi.setSystemTime(Date.now() + jump)
      await pass(4_999)
      await fail(made)
      expect(made.channel.status).toMatchObject({ name: 'waiting', attempt: 2 })
      made.channel.abort()
    },
  )
})
