import { constants } from 'node:buffer'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { binaryFrame, textFrame } from '../../../src/adapters/node/incoming-frame.js'
import { ConnectionClosedError } from '../../../src/core/errors.js'
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

describe('what ws emits as a binary message', () => {
  const shared = new Uint8Array(new SharedArrayBuffer(3))
  shared.set([1, 2, 3])

  it.each<[string, unknown]>([
    ['a buffer', Buffer.from([1, 2, 3])],
    ['a view into a larger buffer', Buffer.from([0, 1, 2, 3, 4]).subarray(1, 4)],
    ['a DataView', new DataView(Uint8Array.of(0, 1, 2, 3).buffer, 1)],
    ['an ArrayBuffer', Uint8Array.of(1, 2, 3).buffer],
    ['an ArrayBuffer of another realm', runInNewContext('Uint8Array.of(1, 2, 3).buffer')],
    ['shared memory', shared],
    ['shared memory without a view', shared.buffer],
    ['fragments', [Buffer.from([1]), Buffer.from([2, 3])]],
  ])('becomes an exact frame over a new buffer: %s', (_, data) => {
    const frame = binaryFrame(data)
    expect([...frame]).toEqual([1, 2, 3])
    expect(frame.buffer.byteLength).toBe(3)
    structuredClone(frame, { transfer: [frame.buffer] })
  })

  it.each<[string, () => unknown]>([
    ['a buffer', () => Buffer.alloc(0)],
    ['an ArrayBuffer', () => new ArrayBuffer(0)],
    ['no fragments', () => []],
  ])('does not share an empty buffer: %s', (_, make) => {
    const data = make()
    const frame = binaryFrame(data)
    expect(frame.length).toBe(0)
    expect(frame.buffer).not.toBe(data)
    structuredClone(frame, { transfer: [frame.buffer] })
    // Throws if the transfer has detached what ws shares.
    expect(new Uint8Array(binaryFrame(data).buffer)).toHaveLength(0)
  })

  it.each<[string, unknown]>([
    ['a Blob', new Blob(['a'])],
    ['null', null],
    ['a number', 1],
    ['words', 'text'],
  ])('is refused: %s', (_, data) => {
    expect(() => binaryFrame(data)).toThrow(TypeError)
  })
})

describe('what ws emits as a text message', () => {
  it.each<[string, unknown]>([
    ['a string', 'aé'],
    ['a buffer', Buffer.from('aé')],
    ['an ArrayBuffer', Uint8Array.from(Buffer.from('aé')).buffer],
    ['fragments', [Buffer.from('a'), Buffer.from('é')]],
  ])('becomes a string: %s', (_, data) => {
    expect(textFrame(data)).toBe('aé')
  })
})

describe.each(['client', 'server'] as const)('a message that a %s cannot read', (side) => {
  it.each([
    { what: 'a Blob', data: new Blob(['a']), isBinary: true, cause: { name: 'TypeError' } },
    {
      what: 'a text longer than a string can be',
      data: Buffer.alloc(constants.MAX_STRING_LENGTH + 1),
      isBinary: false,
      cause: { code: 'ERR_STRING_TOO_LONG' },
    },
  ])('ends the channel with one error and its cause: $what', async ({ data, isBinary, cause }) => {
    const session = new Session({ side }, { fastPath: false })
    const errors: unknown[] = []
    session.channel.stream.subscribe({ error: (error) => errors.push(error) })
    await settled()
    expect(() => session.native.emit('message', data, isBinary)).not.toThrow()
    expect(await session.channel.closed).toMatchObject({ code: 1006, initiator: 'failure' })
    await settled()
    expect(errors).toEqual([expect.any(ConnectionClosedError)])
    expect(errors[0]).toMatchObject({ cause })
    expect(session.connection.socket.destroyed).toBe(true)
  })
})
