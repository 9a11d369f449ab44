import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BrowserWebSocketChannel } from '../../../src/channels/browser-web-socket-channel.js'
import { reconnecting } from '../../../src/layers/reconnecting/reconnecting.js'
import { scriptedClass } from '../../faults/model/scripted-class.js'
import type { ReconnectStatus } from '../../../src/layers/reconnecting/status.js'
import {
  fail,
  openAndBreak,
  opened,
  type Scripted,
  pass,
  scripted,
} from './scripted-connections.js'

const NOW = Date.parse('2030-01-01T00:00:00Z')

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
})

afterEach(() => {
  vi.useRealTimers()
})

const statusNames = ({ statuses }: Scripted): string[] => statuses.map(({ name }) => name)

describe('`statuses`', () => {
  it('emits each status in order, with what belongs to it, and completes after "closed"', async () => {
    const made = scripted()
    let isComplete = false
    made.channel.statuses.subscribe({ complete: () => (isComplete = true) })
    await pass()
    await fail(made)
    await pass(2_000)
    await openAndBreak(made, 10_000)
    await pass(1_000)
    made.socket.open()
    await pass()
    void made.channel.sink.close(4000, 'bye')
    await pass()
    made.socket.end(4000, 'bye')
    expect(isComplete).toBe(false)
    await pass()
    const lost = expect.objectContaining({ name: 'ConnectionClosedError' }) as unknown
    const failed = expect.objectContaining({ name: 'ConnectionFailedError' }) as unknown
    const info = { code: 4000, reason: 'bye', wasClean: true, initiator: 'local' } as const
    expect(made.statuses).toEqual<ReconnectStatus[]>([
      { name: 'connecting', attempt: 1 },
      { name: 'waiting', attempt: 2, delay: 2_000, until: NOW + 2_000, cause: failed },
      { name: 'connecting', attempt: 2 },
      { name: 'open', since: NOW + 2_000 },
      { name: 'waiting', attempt: 1, delay: 1_000, until: NOW + 13_000, cause: lost },
      { name: 'connecting', attempt: 1 },
      { name: 'open', since: NOW + 13_000 },
      { name: 'closing' },
      { name: 'closed', info, cause: undefined },
    ])
    expect(isComplete).toBe(true)
  })

  it('replays the current status to each subscriber, and after the end completes at once', async () => {
    const made = await opened()
    const seen: unknown[] = []
    made.channel.statuses.subscribe(({ name }) => seen.push(name))
    expect(seen).toEqual(['open'])
    made.channel.abort()
    await pass()
    made.channel.statuses.subscribe({
      next: ({ name }) => seen.push(name),
      complete: () => seen.push('complete'),
    })
    expect(seen).toEqual(['open', 'closed', 'closed', 'complete'])
  })

  it('emits what `status` is, or was: `status` changes before', async () => {
    const made = scripted()
    const pairs: unknown[] = []
    made.channel.statuses.subscribe((status) => pairs.push(status === made.channel.status))
    await pass()
    await fail(made)
    await pass(2_000)
    await openAndBreak(made)
    expect(pairs).toEqual([true, true, true, true, true])
    made.channel.abort()
  })

  it('emits nothing inside `reconnect`, `close` or `abort`', async () => {
    const made = await opened()
    const before = statusNames(made)
    made.channel.reconnect()
    void made.channel.sink.close()
    made.channel.abort()
    expect(statusNames(made)).toEqual(before)
    await pass()
    expect(statusNames(made)).toEqual([...before, 'connecting', 'closing', 'closed'])
  })

  it('is left by a subscriber that unsubscribes', async () => {
    const made = scripted()
    const seen: string[] = []
    const subscription = made.channel.statuses.subscribe(({ name }) => seen.push(name))
    subscription.unsubscribe()
    await pass()
    await fail(made)
    expect(seen).toEqual(['connecting'])
    made.channel.abort()
  })

  it('emits a wait that became shorter, and one without a time', async () => {
    const network = new EventTarget()
    const emit = (type: string) => network.dispatchEvent(new Event(type))
    const made = scripted({ network, backoff: () => 60_000 })
    await pass()
    await fail(made)
    emit('online')
    await pass(400)
    await fail(made)
    emit('visibilitychange')
    emit('offline')
    emit('offline')
    await pass()
    expect(made.statuses.slice(3)).toMatchObject([
      { name: 'waiting', attempt: 3, delay: 60_000, until: NOW + 60_400 },
      { name: 'waiting', attempt: 3, delay: 600, until: NOW + 1_000 },
      { name: 'waiting', attempt: 3, delay: Infinity, until: Infinity },
    ])
    made.channel.abort()
  })
})

describe('`state`', () => {
  it('is "connecting" until the first opening, then "open" whatever is lost', async () => {
    const made = scripted()
    const states: string[] = []
    made.channel.states.subscribe((state) => states.push(state))
    await pass()
    await fail(made)
    await pass(2_000)
    await openAndBreak(made)
    await pass(3_000)
    expect([made.channel.state, states]).toEqual(['open', ['connecting', 'open']])
    made.channel.abort()
    await pass()
    expect(states).toEqual(['connecting', 'open', 'closed'])
  })

  it('is "connecting" while the first `onOpen` runs, and `ready` waits for that', async () => {
    let finish: (() => void) | undefined
    const made = await opened({ onOpen: () => new Promise((resolve) => (finish = resolve)) })
    let isReady = false
    void made.channel.ready.then(() => (isReady = true))
    await pass(100)
    expect([made.channel.state, made.channel.status.name, isReady]).toEqual([
      'connecting',
      'connecting',
      false,
    ])
    finish?.()
    await pass()
    expect([made.channel.state, made.channel.status, isReady]).toEqual([
      'open',
      { name: 'open', since: NOW + 100 },
      true,
    ])
    made.channel.abort()
  })
})

describe('`connections`', () => {
  it('emits each connection before the status is "open" and the queue is sent, and replays the present one', async () => {
    const made = scripted()
    const seen: unknown[] = []
    made.channel.sink.add('queued')
    made.channel.connections.subscribe({
      next: ({ state }) => seen.push([state, made.socket.sent.length, made.channel.status.name]),
      complete: () => seen.push('complete'),
    })
    await pass()
    made.socket.open()
    await pass()
    const late: unknown[] = []
    made.channel.connections.subscribe(({ state }) => late.push(state))
    await fail(made)
    made.channel.connections.subscribe(({ state }) => late.push(state))
    expect(late).toEqual(['open'])
    made.channel.abort()
    await pass()
    expect(seen).toEqual([['open', 0, 'connecting'], 'complete'])
    made.channel.connections.subscribe({ complete: () => seen.push('at once') })
    expect(seen.at(-1)).toBe('at once')
  })
})

it('`protocol` is that of the present connection, and empty between two', async () => {
  const { WebSocket, made } = scriptedClass()
  const channel = reconnecting(
    () => BrowserWebSocketChannel.connect('ws://host/', { WebSocket, protocols: ['a', 'b'] }),
    { backoff: () => 1_000, network: false },
  )
  const seen: string[] = []
  for (const protocol of ['a', 'b']) {
    await pass(1_000)
    const socket = made.at(-1)
    if (socket) socket.protocol = protocol
    seen.push(channel.protocol)
    socket?.open()
    await pass()
    seen.push(channel.protocol)
    socket?.fail()
    await pass()
    seen.push(channel.protocol)
  }
  expect(seen).toEqual(['', 'a', '', '', 'b', ''])
  channel.abort()
})
