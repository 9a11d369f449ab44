import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { encodeAll, type PeerFrame } from './harness/streams.js'
import { Session, settled } from './harness/session.js'

const paths = [
  { path: 'the fast path', fastPath: true },
  { path: 'ws', fastPath: false },
]
const sides = (['client', 'server'] as const).flatMap((side) =>
  paths.map((path) => ({ side, ...path })),
)

function begin(side: 'client' | 'server', path: { readonly fastPath: boolean }): Session {
  const session = new Session({ side }, path)
  session.subscribe()
  return session
}

/** The peer sends frames that arrive together. */
function receive({ connection, trace }: Session, ...frames: readonly PeerFrame[]): void {
  connection.receive(encodeAll(frames, trace.side))
}

/** Text frames as they were sent, and other frames by their opcode. */
function sentBy({ trace }: Session): string[] {
  return trace.sent.map((line) => {
    const [, opcode, hex = ''] = line.split(' ')
    return opcode === '1' ? Buffer.from(hex, 'hex').toString() : (opcode ?? '')
  })
}

describe.each(sides)('a $side over $path', ({ side, fastPath }) => {
  it('sends what it answers to a ping after what was added before', async () => {
    const session = begin(side, { fastPath })
    await settled()
    for (const data of ['a', 'b', 'c']) session.channel.sink.add(data)
    receive(session, { opcode: 9, payload: 'x' })
    for (const data of ['d', 'e']) session.channel.sink.add(data)
    receive(session, { opcode: 9, payload: 'y' }, { opcode: 9, payload: 'z' })
    session.channel.sink.add('f')
    await settled()
    expect(sentBy(session)).toEqual(['a', 'b', 'c', '10', 'd', 'e', '10', '10', 'f'])
    session.channel.abort()
  })

  it('sends a close frame after all that was added before', async () => {
    const session = begin(side, { fastPath })
    await settled()
    for (const data of ['a', 'b', 'c']) session.channel.sink.add(data)
    void session.channel.sink.close()
    expect(sentBy(session)).toEqual(['a', 'b', 'c', '8'])
    receive(session, { opcode: 8 })
    session.connection.receiveEnd()
    expect(await session.channel.closed).toMatchObject({ code: 1005, wasClean: true })
  })

  it('sends what handlers add before the close frame of the peer, and counts the rest', async () => {
    const session = begin(side, { fastPath })
    const { sink, stream } = session.channel
    stream.subscribe((frame) => {
      sink.add(`${String(frame)}1`)
      sink.add(`${String(frame)}2`)
    })
    await settled()
    sink.add('a')
    sink.add('b')
    receive(session, { opcode: 1, payload: 'c' }, { opcode: 1, payload: 'd' }, { opcode: 8 })
    sink.add('late')
    session.connection.receiveEnd()
    await session.channel.closed
    expect(sentBy(session)).toEqual(['a', 'b', 'c1', 'c2', 'd1', 'd2', '8', 'FIN'])
    expect(sink.bufferedAmount).toBe(4)
  })

  it('sends what was added before an abort, or counts it', async () => {
    const session = begin(side, { fastPath })
    const { sink } = session.channel
    await settled()
    for (const data of ['a', 'b', 'c']) sink.add(data)
    session.channel.abort()
    await session.channel.closed
    const frameBytes = side === 'client' ? 7 : 3
    const sent = fastPath ? ['a'] : ['a', 'b', 'c']
    expect(sentBy(session)).toEqual(sent)
    expect(sink.bufferedAmount).toBe((3 - sent.length) * frameBytes)
  })

  it('keeps the order of Blobs among frames', async () => {
    const session = begin(side, { fastPath })
    const { sink } = session.channel
    await settled()
    const changing = Buffer.from('e')
    for (const data of ['a', 'b', new Blob(['c']), 'd', changing, new Blob([]), 'f']) sink.add(data)
    changing.fill('x')
    await vi.waitFor(() => {
      expect(session.trace.sent).toHaveLength(7)
    })
    await settled()
    sink.add('g')
    sink.add('h')
    await settled()
    expect(session.trace.sent).toEqual([
      ...['sent 1 61', 'sent 1 62', 'sent 2 63', 'sent 1 64', 'sent 2 65'],
      ...['sent 2 ', 'sent 1 66', 'sent 1 67', 'sent 1 68'],
    ])
    session.channel.abort()
  })

  it('sends what was added while the peer takes nothing as it was then', async () => {
    const session = begin(side, { fastPath })
    const { sink } = session.channel
    await settled()
    session.connection.stick()
    const data = Buffer.alloc(300)
    for (let index = 0; index < 200; index++) sink.add(data.fill(index))
    await settled()
    data.fill(255)
    session.connection.unstick()
    await settled()
    const plain = begin(side, { fastPath: false })
    for (let index = 0; index < 200; index++) plain.channel.sink.add(Buffer.alloc(300, index))
    expect(session.trace.sent).toHaveLength(200)
    expect(session.trace.sent).toEqual(plain.trace.sent)
    session.channel.abort()
    plain.channel.abort()
  })

  it('resolves `ready` of the sink when the peer has taken what waited', async () => {
    const session = new Session({ side, channel: { highWaterMark: 1_000 } }, { fastPath })
    const { sink } = session.channel
    await settled()
    session.connection.stick()
    for (let index = 0; index < 20; index++) sink.add('x'.repeat(100))
    let isReady = false
    const ready = sink.ready.then(() => (isReady = true))
    await settled()
    expect(isReady).toBe(false)
    session.connection.unstick()
    await ready
    expect(sink.bufferedAmount).toBe(0)
    session.channel.abort()
  })
})

describe.each(sides)('what a $side over $path waits for', ({ side, fastPath }) => {
  beforeEach(() => {
    // With a real clock `addStream` would use a timer on a slow machine: it yields to others every 8 ms.
    vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] })
  })

  afterEach(() => {
    vi.useRealTimers()
  })

  it.each([0, 10])('needs no timer while the peer takes all (mark: %d)', async (highWaterMark) => {
    const session = new Session({ side, channel: { highWaterMark } }, { fastPath })
    const { sink } = session.channel
    await settled()
    for (let round = 0; round < 3; round++) {
      for (const data of ['first', 'second', 'third']) sink.add(data)
      await sink.ready
      await sink.addStream(['fourth', 'fifth', 'sixth'])
    }
    expect(sentBy(session)).toHaveLength(18)
    session.channel.abort()
  })
})

describe.each(['client', 'server'] as const)('the buffered amount of a %s', (side) => {
  it('is the same on both paths at every moment', async () => {
    const sessions = paths.map((path) => begin(side, path))
    const amounts: number[][] = [[], []]
    const look = (): void => {
      for (const [index, { channel }] of sessions.entries()) {
        amounts[index]?.push(channel.sink.bufferedAmount)
      }
    }
    const both = (act: (session: Session) => void): void => {
      sessions.forEach(act)
      look()
    }
    await settled()
    both(({ connection }) => {
      connection.stick()
    })
    for (const length of [0, 1, 125, 126, 200, 65_535, 65_536, 3, 40_000, 40_000]) {
      both(({ channel }) => {
        channel.sink.add(new Uint8Array(length))
      })
      // In ASCII: where ws does not mask text it counts its units instead of its bytes.
      both(({ channel }) => {
        channel.sink.add('x'.repeat(length / 2))
      })
      if (length % 2) await settled()
    }
    both((session) => {
      receive(session, { opcode: 9, payload: 'ping' })
    })
    await settled()
    both(({ connection }) => {
      connection.unstick()
    })
    await settled()
    look()
    expect(amounts[0]).toEqual(amounts[1])
    expect(amounts[0]?.at(-1)).toBe(0)
    both(({ connection, channel }) => {
      connection.stick()
      channel.sink.add('never sent')
      channel.sink.add('never sent')
      channel.abort()
    })
    expect(amounts[0]).toEqual(amounts[1])
  })
})

describe('keep-alive', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
  })

  afterEach(() => {
    vi.useRealTimers()
  })

  it.each(sides)('of a $side over $path does not give up who takes time to close', async (its) => {
    const { side, fastPath } = its
    const keepAlive = { interval: 100, timeout: 100 }
    const session = new Session({ side, channel: { keepAlive } }, { fastPath })
    await settled()
    vi.advanceTimersByTime(150)
    receive(session, { opcode: 8, payload: Buffer.from([3, 232]) })
    vi.advanceTimersByTime(1_000)
    session.connection.receiveEnd()
    expect(await session.channel.closed).toMatchObject({ code: 1000, wasClean: true })
  })

  it.each(sides)('of a $side over $path pings behind what was added before', async (its) => {
    const { side, fastPath } = its
    const keepAlive = { interval: 1_000, timeout: 5_000 }
    const session = new Session({ side, channel: { keepAlive } }, { fastPath })
    await settled()
    for (const data of ['a', 'b', 'c']) session.channel.sink.add(data)
    vi.advanceTimersByTime(1_500)
    session.channel.sink.add('d')
    await settled()
    expect(sentBy(session)).toEqual(['a', 'b', 'c', '9', 'd'])
    session.channel.abort()
  })
})
