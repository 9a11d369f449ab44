import { describe, expect, it } from 'vitest'
import { Session, settled } from './fast-path/harness/session.js'
import { encodeAll } from './fast-path/harness/streams.js'

describe.each(['client', 'server'] as const)('binary frames of a %s', (side) => {
  const frames = [0, 0, 1, 64, 65, 5_000, 0].map((length, mark) => ({
    opcode: 2,
    payload: Buffer.alloc(length, mark),
  }))

  it.each([true, false])('can be transferred, empty ones too (fast path: %s)', async (fastPath) => {
    const session = new Session({ side }, { fastPath })
    const lengths: number[] = []
    session.channel.stream.subscribe((frame) => {
      if (typeof frame === 'string') return
      lengths.push(frame.byteLength)
      structuredClone(frame, { transfer: [frame.buffer] })
    })
    session.connection.receive(encodeAll(frames, side))
    // Fragments, and frames over many chunks, are read by ws.
    session.connection.receive(
      encodeAll([{ opcode: 2, fin: false }, { opcode: 0 }, { opcode: 2, fin: false }], side),
    )
    session.connection.receive(encodeAll([{ opcode: 0, payload: 'abc' }, ...frames], side))
    await settled()
    const each = frames.map(({ payload }) => payload.length)
    expect(lengths).toEqual([...each, 0, 3, ...each])
    session.channel.abort()
  })

  it('are views into what was read if that is asked for', async () => {
    const session = new Session({ side, sharedFrames: true }, { fastPath: true })
    const seen: unknown[] = []
    session.channel.stream.subscribe((frame) => {
      if (typeof frame !== 'string') {
        seen.push([frame.buffer.byteLength > 1_000, Buffer.from(frame)])
      }
    })
    session.connection.receive(encodeAll(frames, side))
    await settled()
    expect(seen).toEqual(frames.map(({ payload }) => [true, payload]))
    session.channel.abort()
  })
})
