import { describe, expect, it } from 'vitest'
import { NodeSocket } from '../../../../src/adapters/node/socket.js'
import type { Frame } from '../../../../src/core/frame.js'
import { MemoryConnection } from './harness/memory-connection.js'
import { Session, settled } from './harness/session.js'
import { encodeAll, type PeerFrame } from './harness/streams.js'
import { Trace } from './harness/trace.js'
import { newest, openingOf } from './harness/ws-version.js'

const events = ['data', 'end', 'close', 'error', 'drain', 'readable']

function listenersOf({ connection: { socket } }: Session): number[] {
  return events.map((event) => socket.listenerCount(event))
}

describe.each(['client', 'server'] as const)('the connection of a %s', (side) => {
  it('has the listeners that ws alone has when the peer closes', async () => {
    const [fast, plain] = [true, false].map((fastPath) => new Session({ side }, { fastPath }))
    if (!fast || !plain) throw new Error('There are two')
    for (const { connection } of [fast, plain]) {
      connection.receive(encodeAll([{ opcode: 1, payload: 'a' }, { opcode: 8 }], side))
    }
    await settled()
    expect(fast.channel.isFast).toBe(false)
    expect(listenersOf(fast)).toEqual(listenersOf(plain))
    for (const { connection } of [fast, plain]) connection.receiveEnd()
    await Promise.all([fast.channel.closed, plain.channel.closed])
    await settled()
    expect(listenersOf(fast)).toEqual(listenersOf(plain))
  })

  it.each(['abort', 'reset', 'end'] as const)('has them after an %s, too', async (how) => {
    const sessions = [true, false].map((fastPath) => new Session({ side }, { fastPath }))
    await settled()
    for (const { channel, connection } of sessions) {
      if (how === 'abort') channel.abort()
      else if (how === 'reset') connection.receiveReset()
      else connection.receiveEnd()
      await channel.closed
    }
    await settled()
    const [fast, plain] = sessions.map(listenersOf)
    expect(fast).toEqual(plain)
  })
})

describe.each(['client', 'server'] as const)(
  'a listener of somebody else on the ws of a %s',
  (side) => {
    const text = (payload: string): PeerFrame => ({ opcode: 1, payload })
    const ping: PeerFrame = { opcode: 9, payload: 'p' }

    it.each([
      ['in the middle of what was read', [[text('a'), ping, text('b'), text('c')], [text('d')]]],
      ['at its end', [[text('a'), ping], [text('b')], [ping, text('c')]]],
    ])('that throws %s stops the channel without a gap', async (_, chunks) => {
      const [fast, plain] = [true, false].map((fastPath) => new Session({ side }, { fastPath }))
      if (!fast || !plain) throw new Error('There are two')
      for (const session of [fast, plain]) {
        const [first = [], ...others] = chunks
        session.subscribe()
        session.native.on('ping', () => {
          throw new Error('Not of the channel')
        })
        await settled()
        expect(() => {
          session.connection.receive(encodeAll(first, side))
        }).toThrow('Not of the channel')
        for (const frames of others) session.connection.receive(encodeAll(frames, side))
        await settled()
        expect(session.trace.received).toEqual(['received text "a"'])
        session.channel.abort()
        await session.channel.closed
      }
      expect(fast.channel.isFast).toBe(false)
      expect(fast.trace.lines).toEqual(plain.trace.lines)
    })
  },
)

describe('what is kept of a chunk', () => {
  it('is no more than a cut header while its rest is awaited', async () => {
    const session = new Session({ side: 'client' }, { fastPath: true })
    const frames: unknown[] = []
    session.channel.stream.subscribe((frame) => frames.push(frame))
    await settled()
    const text = encodeAll([{ opcode: 1, payload: 'abc' }], 'client')
    const chunk = Buffer.concat([text, text.subarray(0, 1)])
    session.connection.socket.push(chunk)
    await settled()
    // Would be read again if the chunk had been kept instead of a copy.
    chunk.fill(0)
    session.connection.socket.push(text.subarray(1))
    await settled()
    expect(frames).toEqual(['abc', 'abc'])
    session.channel.abort()
  })

  it('is not read when the channel is aborted meanwhile', async () => {
    const session = new Session(
      { side: 'server', channel: { highWaterMark: 1 } },
      { fastPath: true },
    )
    let taken = 0
    const reading = session.iterate(async () => {
      taken++
      await settled()
      if (taken === 2) session.channel.abort()
    })
    const frames = Array.from({ length: 9 }, () => ({ opcode: 1, payload: 'long enough' }))
    session.connection.receive(encodeAll([...frames, { opcode: 9 }], 'server'))
    await session.channel.closed
    await reading
    await settled()
    expect(session.trace.sent).toEqual([])
  })
  it('stays kept when the socket is paused again at once', async () => {
    const opening = openingOf(newest, 'client')
    const connection = new MemoryConnection(new Trace('client'), { allowHalfOpen: false })
    const socket = new NodeSocket(opening.native, { fastPath: true, sharesFrames: false })
    const frames: Frame[] = []
    const message = (frame: Frame): void => {
      frames.push(frame)
      if (frames.length === 1) socket.pause()
    }
    socket.attach({ opened: ignore, message, closed: ignore, failed: ignore })
    opening.open(connection.socket, Buffer.alloc(0))
    connection.receive(
      encodeAll(
        ['a', 'b'].map((payload) => ({ opcode: 1, payload })),
        'client',
      ),
    )
    await settled()
    socket.resume()
    socket.pause()
    await settled()
    expect(frames).toEqual(['a'])
    socket.resume()
    await settled()
    expect(frames).toEqual(['a', 'b'])
    socket.abort()
  })
})

function ignore(): void {
  // Only frames matter here.
}
