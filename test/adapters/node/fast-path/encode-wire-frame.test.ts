import { describe, expect, it } from 'vitest'
import {
  encodeMasked,
  encodeUnmasked,
  longestWireFrame,
} from '../../../../src/adapters/node/fast-path/encode-wire-frame.js'
import { maskable } from '../../../../src/adapters/node/fast-path/mask.js'
import { decodeFrames, type ReceivedFrame } from '../../../faults/adversary/received-frames.js'
import { Session, settled } from './harness/session.js'

const encoders = [
  { name: 'masked', encode: encodeMasked, wasMasked: true },
  { name: 'unmasked', encode: encodeUnmasked, wasMasked: false },
]
const lengths = [...Array.from({ length: 201 }, (_, length) => length), 65_535, 65_536, 70_000]
const texts: readonly (readonly [string, string])[] = [
  ['ASCII', 'aZ~ \u0000\u007f'],
  ['Latin-1', 'é\u0080\u00ff'],
  ['of three bytes a character', '日本€\uffff'],
  ['beyond the basic plane', '𝄞😀'],
  ['with lone surrogates', 'a\ud800b\udc00'],
  ['that is not ASCII at its end only', 'aaaaaaaaaaaaaaaaaaaaaé'],
]

/** The one frame that an encoder writes at an odd place of a buffer that was used before. */
function frameOf(encode: typeof encodeMasked, data: string | Uint8Array): ReceivedFrame {
  const target = Buffer.alloc(longestWireFrame(data) + 10, 0xee)
  const end = encode(maskable(target), 5, data)
  expect(end).toBeLessThanOrEqual(5 + longestWireFrame(data))
  expect([...target.subarray(0, 5), ...target.subarray(end)]).not.toContain(0)
  const [frame, ...others] = decodeFrames(target.subarray(5, end))
  expect(others).toEqual([])
  if (!frame) throw new Error('Nothing was encoded')
  return frame
}

describe.each(encoders)('a $name frame', ({ encode, wasMasked }) => {
  it.each([...lengths, 1_048_576])('holds the %d bytes it was given', (length) => {
    const payload = Buffer.from(Array.from({ length }, (_, index) => (index * 31) & 255))
    const original = Buffer.from(payload)
    const frame = frameOf(encode, payload)
    expect(frame).toMatchObject({ fin: true, opcode: 2, wasMasked })
    expect(frame.payload.equals(original)).toBe(true)
    expect(payload.equals(original)).toBe(true)
  })

  it.each(texts)('holds text %s of any short length', (_, letters) => {
    for (let length = 0; length <= 200; length++) {
      const text = letters.repeat(length).slice(0, length)
      const frame = frameOf(encode, text)
      expect(frame).toMatchObject({ fin: true, opcode: 1, wasMasked })
      expect(frame.payload.toString('hex')).toBe(Buffer.from(text).toString('hex'))
    }
  })

  it.each(texts)('holds long text %s', (_, letters) => {
    for (const count of [1_024, 1_025, 21_845, 65_535, 65_536]) {
      const text = letters.repeat(count).slice(0, count)
      expect(frameOf(encode, text).payload.equals(Buffer.from(text))).toBe(true)
    }
  })
})

describe('what is added to a sink', () => {
  const bytes = Uint8Array.from({ length: 64 }, (_, index) => index + 1)
  const { buffer } = bytes
  const shared = new SharedArrayBuffer(16)
  new Uint8Array(shared).fill(7)
  const sendables: readonly (readonly [string, ArrayBuffer | ArrayBufferView, Uint8Array])[] = [
    ['an ArrayBuffer', buffer, bytes],
    ['an empty ArrayBuffer', new ArrayBuffer(0), new Uint8Array(0)],
    ['a Uint8Array', bytes, bytes],
    ['a part of one', bytes.subarray(3, 10), bytes.subarray(3, 10)],
    ['a Buffer', Buffer.from('buffer'), Buffer.from('buffer')],
    ['a DataView', new DataView(buffer, 5, 9), bytes.subarray(5, 14)],
    ['an Int8Array', new Int8Array(buffer, 1, 4), bytes.subarray(1, 5)],
    ['a Uint8ClampedArray', new Uint8ClampedArray(buffer, 2), bytes.subarray(2)],
    ['a Uint16Array', new Uint16Array(buffer, 2, 5), bytes.subarray(2, 12)],
    ['a Float32Array', new Float32Array(buffer, 4, 2), bytes.subarray(4, 12)],
    ['a Float64Array', new Float64Array(buffer, 8), bytes.subarray(8)],
    ['a BigInt64Array', new BigInt64Array(buffer, 16, 1), bytes.subarray(16, 24)],
    ['a view of shared memory', new Uint8Array(shared, 4, 3), new Uint8Array([7, 7, 7])],
  ]

  it.each(sendables)('is sent as its bytes: %s', async (_, data, expected) => {
    const sent = (['client', 'server'] as const).map((side) => {
      const session = new Session({ side }, { fastPath: true })
      // The first is written at once, the second gathered.
      session.channel.sink.add(data)
      session.channel.sink.add(data)
      return session
    })
    await settled()
    const line = `sent 2 ${Buffer.from(expected).toString('hex')}`
    for (const { trace, channel } of sent) {
      expect(trace.sent).toEqual([line, line])
      channel.abort()
    }
  })

  it('may be changed right after', async () => {
    const session = new Session({ side: 'server' }, { fastPath: true })
    const data = new Uint8Array(3)
    for (const value of [1, 2, 3]) {
      session.channel.sink.add(data.fill(value))
      session.channel.sink.add(new DataView(data.buffer))
    }
    data.fill(9)
    await settled()
    expect(session.trace.sent).toEqual(
      ['010101', '010101', '020202', '020202', '030303', '030303'].map((hex) => `sent 2 ${hex}`),
    )
    session.channel.abort()
  })
})
