import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { WebSocket } from 'ws'
import { Session, settled } from './harness/session.js'
import { encodeAll } from './harness/streams.js'

const sides = ['client', 'server'] as const

interface Action {
  readonly does: string
  readonly act: (native: WebSocket) => void
  /** What the connection carries of it. */
  readonly sent: readonly string[]
}

const actions: readonly Action[] = [
  { does: 'close', act: (native) => native.close(1012), sent: ['sent 8 03f4'] },
  { does: 'send', act: (native) => native.send('x'), sent: ['sent 1 78'] },
  { does: 'ping', act: (native) => native.ping(), sent: ['sent 9 '] },
  { does: 'pong', act: (native) => native.pong(), sent: ['sent 10 '] },
  { does: 'terminate', act: (native) => native.terminate(), sent: [] },
]

const all = sides.flatMap((side) =>
  [true, false].flatMap((fastPath) => actions.map((action) => ({ side, fastPath, ...action }))),
)

describe('what was added before the owner of the ws socket', () => {
  it.each(all)('lets it $does is sent (a $side, fast path: $fastPath)', async (its) => {
    const { side, fastPath, act, sent } = its
    const session = new Session({ side }, { fastPath })
    await settled()
    for (const data of ['a', 'b', 'c']) session.channel.sink.add(data)
    act(session.native)
    const frames = ['sent 1 61', 'sent 1 62', 'sent 1 63', ...sent]
    expect(session.trace.sent.slice(0, frames.length)).toEqual(frames)
    session.channel.abort()
    await settled()
    expect(session.channel.sink.bufferedAmount).toBe(0)
  })

  it.each(sides)('ends the connection of a %s is sent', async (side) => {
    const session = new Session({ side }, { fastPath: true })
    await settled()
    const { socket } = session.connection
    for (const data of ['a', 'b', 'c']) session.channel.sink.add(data)
    socket.end()
    await settled()
    expect(session.trace.sent).toEqual(['sent 1 61', 'sent 1 62', 'sent 1 63', 'sent FIN'])
    session.channel.abort()
  })
})

describe.each(sides)('what a handler of a %s adds when the peer has ended its half', (side) => {
  const big = 3_000_000
  const bye = { opcode: 8, payload: Buffer.from([3, 232]) }

  it.each([
    ['without a close frame', []],
    ['behind a ping', [{ opcode: 9, payload: 'p' }]],
    ['behind a close frame', [bye]],
  ])('is sent as it is without the fast path, %s', async (_, tail) => {
    const [fast, plain] = [true, false].map(
      (fastPath) => new Session({ side, channel: { highWaterMark: 1 } }, { fastPath }),
    )
    if (!fast || !plain) throw new Error('There are two')
    for (const session of [fast, plain]) {
      const { sink, stream } = session.channel
      // It pauses the connection while it has something: the end is there when reading goes on.
      void session.iterate(settled)
      stream.subscribe({
        next: (frame) => {
          sink.next(`1${String(frame)}`)
          sink.next(`2${String(frame)}`)
          sink.next(new Uint8Array(big))
          sink.next(`3${String(frame)}`)
        },
        error: () => undefined,
      })
      const frames = ['a', 'b', 'c'].map((payload) => ({ opcode: 1, payload }))
      await settled()
      session.connection.receive(encodeAll([...frames, ...tail], side))
      session.connection.receiveEnd()
      await session.channel.closed
    }
    expect(fast.trace.sent).toEqual(plain.trace.sent)
    expect(fast.trace.sent.length).toBeGreaterThan(12)
    expect(fast.channel.sink.bufferedAmount).toBe(plain.channel.sink.bufferedAmount)
  })
})

describe.each(sides)('what a %s gathered when the connection had gone', (side) => {
  it('is counted as not sent', async () => {
    const session = new Session({ side }, { fastPath: true })
    session.channel.stream.subscribe({ error: () => undefined })
    await settled()
    const { sink } = session.channel
    // A frame that is alone in its tick is given to the connection at once.
    sink.add('a')
    session.connection.receiveReset()
    sink.add('b')
    sink.add('c')
    await session.channel.closed
    expect(session.trace.sent).toEqual(['sent 1 61'])
    expect(sink.bufferedAmount).toBe(side === 'client' ? 14 : 6)
  })
})

describe('the methods of a connection', () => {
  it('do what they did before when the fast path has gone', async () => {
    const session = new Session({ side: 'server' }, { fastPath: true })
    await settled()
    session.connection.receive(encodeAll([{ opcode: 8 }], 'server'))
    await settled()
    const { socket } = session.connection
    expect(session.channel.isFast).toBe(false)
    expect(socket.writableEnded).toBe(true)
    expect(socket.destroy()).toBe(socket)
    expect(socket.destroyed).toBe(true)
    await session.channel.closed
  })
})

/** A class of connections that reports its calls before it does what `net.Socket` does. */
class TracedSocket extends Socket {
  static calls: string[] = []

  override write(...values: [never]): boolean {
    TracedSocket.calls.push('write')
    return super.write(...values)
  }

  override end(...values: [never]): this {
    TracedSocket.calls.push('end')
    return super.end(...values)
  }

  override destroy(error?: Error): this {
    TracedSocket.calls.push('destroy')
    return super.destroy(error)
  }
}

describe('the overridden methods of a connection', () => {
  const begin = async (): Promise<Session> => {
    const session = new Session({ side: 'client' }, { fastPath: true })
    await settled()
    return session
  }

  it('call those of its class, whichever that is', async () => {
    const { connection, channel, trace } = await begin()
    const { socket } = connection
    Object.setPrototypeOf(socket, TracedSocket.prototype)
    channel.sink.add('a')
    socket.end()
    await settled()
    expect(TracedSocket.calls).toEqual(['write', 'end'])
    expect(trace.sent).toEqual(['sent 1 61', 'sent FIN'])
    channel.abort()
    await channel.closed
    expect(TracedSocket.calls).toEqual(['write', 'end', 'destroy'])
  })

  it('are gone after the end, unless somebody has overridden them again', async () => {
    const { connection, channel } = await begin()
    const { socket } = connection
    const destroy = socket.destroy.bind(socket)
    const instrumented = (error?: Error): Socket => destroy(error)
    Object.assign(socket, { destroy: instrumented })
    connection.receive(encodeAll([{ opcode: 8 }], 'client'))
    connection.receiveEnd()
    await channel.closed
    expect(Object.hasOwn(socket, 'end')).toBe(false)
    expect(Object.entries(socket)).toContainEqual(['destroy', instrumented])
  })
})
