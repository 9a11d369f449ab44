import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { channelPair } from '../../src/channels/channel-pair.js'
import { heartbeat } from '../../src/layers/heartbeat/heartbeat.js'
import { reconnecting } from '../../src/layers/reconnecting/reconnecting.js'
import { beating } from './beating-pair.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

const pass = async (milliseconds: number): Promise<void> => {
  await vi.advanceTimersByTimeAsync(milliseconds)
}

/** Opens pairs, and keeps what the server of each receives. */
function server() {
  const connections: {
    readonly side: ReturnType<typeof channelPair>[1]
    readonly sent: unknown[]
  }[] = []
  const connect = () => {
    const [client, side] = channelPair()
    const sent: unknown[] = []
    connections.push({ side, sent })
    side.stream.subscribe({ next: (frame) => sent.push(frame), error: () => undefined })
    return client
  }
  return { connections, connect, sent: () => connections.map(({ sent }) => sent) }
}

const waiting = { backoff: () => 50_000, network: false } as const

describe('a heartbeat inside `reconnecting`', () => {
  it('makes it open another connection when the peer is silent', async () => {
    const { connect, sent } = server()
    const channel = reconnecting(() => connect().pipe(heartbeat(beating)), waiting)
    channel.sink.add('hello')
    await pass(1_300)
    expect([channel.state, channel.status]).toMatchObject([
      'open',
      { name: 'waiting', cause: { name: 'KeepAliveTimeoutError' } },
    ])
    await pass(50_000)
    await pass(1_000)
    expect(sent()).toEqual([['hello', 'ping'], ['ping']])
    channel.abort()
  })

  it('takes its replies out of the stream of the whole', async () => {
    const { connect, connections } = server()
    const channel = reconnecting(() => connect().pipe(heartbeat(beating)), waiting)
    const got: unknown[] = []
    channel.stream.subscribe((frame) => got.push(frame))
    await pass(1_000)
    for (const frame of ['pong', 'hello']) connections[0]?.side.sink.add(frame)
    await pass(10)
    expect(got).toEqual(['hello'])
    channel.abort()
  })
})

describe('a heartbeat around `reconnecting`', () => {
  it('starts with each connection, and has no timer while there is none', async () => {
    const { connect, connections, sent } = server()
    const channel = reconnecting(connect, waiting).pipe(heartbeat(beating))
    await pass(1_000)
    connections[0]?.side.abort()
    await pass(0)
    // The one that waits for the next attempt.
    expect(vi.getTimerCount()).toBe(1)
    await pass(49_999)
    expect([sent(), channel.state]).toEqual([[['ping']], 'open'])
    await pass(1)
    await pass(999)
    expect(sent()).toEqual([['ping'], []])
    await pass(1)
    expect(sent()).toEqual([['ping'], ['ping']])
    channel.abort()
  })

  it('awaits no reply to a message of a lost connection', async () => {
    const { connect, connections, sent } = server()
    const channel = reconnecting(connect, { ...waiting, backoff: () => 10 }).pipe(
      heartbeat({ ...beating, timeout: 100_000 }),
    )
    const latencies: number[] = []
    channel.latency.subscribe((latency) => latencies.push(Math.round(latency)))
    await pass(1_000)
    connections[0]?.side.abort()
    await pass(10)
    connections[1]?.side.sink.add('pong')
    await pass(1_000)
    expect([sent(), latencies]).toEqual([[['ping'], ['ping']], []])
    await pass(30)
    connections[1]?.side.sink.add('pong')
    await pass(0)
    expect(latencies).toEqual([30])
    channel.abort()
  })

  it('sends no answer on another connection than the one that it is for', async () => {
    const { connect, connections, sent } = server()
    const inner = reconnecting(connect, { ...waiting, backoff: () => 10 })
    let calls = 0
    const channel = inner.pipe(
      heartbeat({
        answer: () => {
          if (++calls === 2) inner.reconnect()
          return 'pong'
        },
      }),
    )
    await pass(0)
    for (let count = 0; count < 2; count++) connections[0]?.side.sink.add('ping')
    await pass(1_000)
    expect(sent()).toEqual([['pong'], []])
    channel.abort()
  })

  it('ends the whole channel when the peer is silent', async () => {
    const { connect } = server()
    const inner = reconnecting(connect, waiting)
    const channel = inner.pipe(heartbeat(beating))
    const ends: string[] = []
    channel.stream.subscribe({ error: ({ name }: Error) => ends.push(name) })
    await pass(1_300)
    expect([ends, inner.state]).toEqual([['KeepAliveTimeoutError'], 'closed'])
  })

  it('goes on when a callback calls `reconnect`', async () => {
    const { connect, sent } = server()
    const inner = reconnecting(connect, { ...waiting, backoff: () => 10 })
    let calls = 0
    const channel = inner.pipe(
      heartbeat({
        ...beating,
        message: () => {
          if (++calls === 1) inner.reconnect()
          return 'ping'
        },
      }),
    )
    await pass(1_010)
    await pass(1_000)
    expect([sent(), channel.state]).toEqual([[[], ['ping']], 'open'])
    channel.abort()
  })
})
