import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { reconnecting } from '../../../src/layers/reconnecting/reconnecting.js'
import { ConnectionFailedError } from '../../../src/core/errors.js'
import { fail, openAndBreak, opened, pass, scripted } from './scripted-connections.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('`reconnect()` does nothing', () => {
  it('before and during an attempt', async () => {
    const made = scripted()
    made.channel.reconnect()
    expect(made.attempts).toHaveLength(0)
    await pass()
    made.channel.reconnect()
    await pass()
    expect([made.attempts.length, made.sockets[0]?.closeCalls]).toEqual([1, []])
    made.channel.abort()
  })

  it('while `onOpen` runs', async () => {
    const made = scripted({ onOpen: () => new Promise(() => undefined) })
    await pass()
    made.socket.open()
    await pass()
    made.channel.reconnect()
    await pass()
    expect([made.sockets.length, made.openSockets]).toEqual([1, 1])
    made.channel.abort()
  })

  it('while closing', async () => {
    const made = await opened()
    void made.channel.sink.close()
    made.channel.reconnect()
    made.socket.end(1000, '')
    await pass()
    expect([made.sockets.length, made.channel.state]).toEqual([1, 'closed'])
  })

  it('while closing during an attempt', async () => {
    const made = scripted()
    await pass()
    void made.channel.sink.close()
    made.channel.reconnect()
    await fail(made)
    expect([made.sockets.length, made.channel.state]).toEqual([1, 'closed'])
  })

  it('after the end', async () => {
    const made = await opened()
    made.channel.abort()
    made.channel.reconnect()
    await pass(60_000)
    expect([made.sockets.length, vi.getTimerCount()]).toEqual([1, 0])
  })
})

describe('`reconnect()` while waiting', () => {
  it('begins the attempt at once, with its number and the failure before', async () => {
    const made = scripted({ backoff: () => 60_000 })
    await pass()
    await fail(made)
    made.channel.reconnect()
    expect(made.attempts).toMatchObject([
      { number: 1 },
      { number: 2, error: { name: 'ConnectionFailedError' }, close: undefined },
    ])
    await pass(60_000)
    expect(made.sockets).toHaveLength(2)
    made.channel.abort()
  })

  it('does not wait for `Retry-After`', async () => {
    let attempts = 0
    const headers = { 'retry-after': '3600' }
    const failure = { url: '', phase: 'handshake', status: 503, headers } as const
    const channel = reconnecting<string, string>(
      () => {
        attempts++
        return Promise.reject(new ConnectionFailedError('Busy', failure))
      },
      { backoff: () => 5, network: false },
    )
    await pass()
    expect(channel.status).toMatchObject({ name: 'waiting', delay: 3_600_000 })
    channel.reconnect()
    expect(attempts).toBe(2)
    await pass()
    channel.abort()
  })
})

describe('`reconnect()` of an open connection', () => {
  it('drops it and begins an attempt without a failure at once', async () => {
    const made = await opened()
    const closed = made.sockets[0]
    made.channel.reconnect()
    expect([closed?.closeCalls.length, made.sockets.length]).toEqual([1, 2])
    expect(made.attempts[1]).toMatchObject({ number: 1, error: undefined, close: undefined })
    expect([made.channel.state, made.channel.status]).toEqual([
      'open',
      { name: 'connecting', attempt: 1 },
    ])
    made.channel.abort()
  })

  it('changes no counting', async () => {
    const made = scripted()
    await pass()
    await openAndBreak(made)
    await pass(2_000)
    made.socket.open()
    await pass()
    made.channel.reconnect()
    expect(made.attempts.map(({ number }) => number)).toEqual([1, 2, 2])
    made.channel.abort()
  })

  it('ignores what the connection still does', async () => {
    const made = await opened()
    const before = made.sockets[0]
    made.channel.reconnect()
    before?.message('late')
    before?.fail()
    made.socket.open()
    await pass()
    before?.message('later')
    before?.end(1000, '')
    made.socket.message('new')
    await pass()
    expect([made.received, made.channel.status.name]).toEqual([['new'], 'open'])
    made.channel.abort()
  })

  it('counts the elapsed time from the call', async () => {
    const asked: number[] = []
    const made = await opened({
      shouldReconnect: ({ elapsed }) => {
        asked.push(elapsed)
        return true
      },
    })
    await pass(60_000)
    made.channel.reconnect()
    await pass(500)
    await fail(made)
    expect(asked).toEqual([500])
    made.channel.abort()
  })

  it('in a loop keeps at most one socket', async () => {
    const made = await opened()
    for (let count = 0; count < 20; count++) {
      made.channel.reconnect()
      made.channel.reconnect()
      expect(made.openSockets).toBe(1)
      made.socket.open()
      await pass()
    }
    expect(made.sockets).toHaveLength(21)
    made.channel.abort()
    expect(made.openSockets).toBe(0)
  })
})

describe('`reconnect()` inside', () => {
  it.each(['backoff', 'shouldReconnect'] as const)('`%s` makes the delay 0', async (name) => {
    const made = scripted({
      [name]: () => {
        made.channel.reconnect()
        return 60_000
      },
    })
    await pass()
    await fail(made)
    expect([made.attempts.length, made.channel.status.name]).toEqual([2, 'connecting'])
    made.channel.abort()
  })

  it('`backoff` does not wait for the network either', async () => {
    const network = new EventTarget()
    const made = scripted({
      network,
      backoff: () => {
        made.channel.reconnect()
        return 60_000
      },
    })
    await pass()
    network.dispatchEvent(new Event('offline'))
    await fail(made)
    expect(made.attempts).toHaveLength(2)
    made.channel.abort()
  })
})
