import { encodeAll, type PeerFrame } from './streams.js'

/** A short stream as a peer may send it. */
export interface Recorded {
  readonly name: string
  readonly frames: readonly PeerFrame[]
  /** 64 bytes if nothing is said. */
  readonly maxPayload?: number
}

const bye = { opcode: 8, payload: Buffer.from([3, 232, 98, 121, 101]) }
const bad = Buffer.from([0x61, 0xc3, 0x28])
const note = Buffer.from('𝄞é')

/** Streams of a few dozen bytes that together meet every rule of RFC 6455 for frames. */
export const recorded: readonly Recorded[] = [
  { name: 'plain frames', frames: [text('a'), binary(1, 2), text(''), binary(), text('𝄞日é')] },
  { name: 'control frames between', frames: [text('a'), ping('p'), text('b'), pong(''), bye] },
  { name: 'pings around a close', frames: [ping('1'), { opcode: 8 }, ping('2'), text('late')] },
  {
    name: 'fragments',
    frames: [
      ...split(2, [note.subarray(0, 2), note.subarray(2)], [ping('i')]),
      ...[text('b'), binary(255)],
    ],
  },
  {
    name: 'fragments with split code points',
    frames: [...split(1, [note.subarray(0, 1), note.subarray(1, 5), note.subarray(5)]), text('b')],
  },
  {
    name: 'empty fragments',
    frames: [...split(1, [Buffer.of(), Buffer.of()]), ...split(2, [Buffer.of(), Buffer.of(7)])],
  },
  { name: 'text that is not UTF-8', frames: [text('a'), { opcode: 1, payload: bad }, text('b')] },
  {
    name: 'bad UTF-8 over fragments',
    frames: [...split(1, [note.subarray(0, 1), bad]), text('b')],
  },
  { name: 'replacement characters', frames: [text('\uFFFD'), text('\uFEFF\uFFFD'), ping('')] },
  {
    name: 'lengths in more bytes than needed',
    frames: [{ ...text('ab'), lengthField: 2 }, { ...binary(9), lengthField: 8 }, text('c')],
  },
  {
    name: 'a ping with a length in more bytes than allowed',
    frames: [text('a'), { ...ping('b'), lengthField: 2 }, text('c')],
  },
  { name: 'a pong in fragments', frames: [text('a'), { ...pong('b'), fin: false }, text('c')] },
  { name: 'a reserved bit', frames: [text('a'), { ...text('b'), rsv: 4 }, text('c')] },
  { name: 'a reserved bit in a ping', frames: [text('a'), { ...ping('b'), rsv: 1 }, text('c')] },
  { name: 'a reserved opcode', frames: [binary(1), { opcode: 3, payload: 'b' }, text('c')] },
  { name: 'a reserved control opcode', frames: [text('a'), { opcode: 11 }, text('c')] },
  {
    name: 'a frame masked wrongly',
    frames: [text('a'), { ...text('b'), isMaskedWrongly: true }, text('c')],
  },
  {
    name: 'a ping masked wrongly',
    frames: [text('a'), { ...ping('b'), isMaskedWrongly: true }, text('c')],
  },
  {
    name: 'a continuation of nothing',
    frames: [text('a'), { opcode: 0, payload: 'b' }, text('c')],
  },
  {
    name: 'a message within a message',
    frames: [{ ...text('a'), fin: false }, ping(''), text('b'), text('c')],
  },
  { name: 'a long message', maxPayload: 4, frames: [text('abcd'), text('abcde'), text('f')] },
  {
    name: 'a long message in fragments',
    maxPayload: 4,
    frames: [
      ...split(2, [Buffer.from('abc'), Buffer.from('d')]),
      ...split(2, [Buffer.from('abc'), Buffer.from('de')]),
    ],
  },
  {
    name: 'a length of 16 bits over the limit',
    frames: [text('a'), { ...text('b'), lengthField: 2, claims: 65 }, text('c')],
  },
  {
    name: 'a length of 64 bits over the limit',
    frames: [text('a'), { ...text('b'), claims: 2n ** 32n }, text('c')],
  },
  {
    name: 'a length that no number can hold',
    maxPayload: 0,
    frames: [text('a'), { ...text('b'), claims: 2n ** 53n }, text('c')],
  },
  {
    name: 'a continuation that no number can hold',
    maxPayload: 0,
    frames: [
      { ...text('a'), fin: false },
      { opcode: 0, payload: 'b', claims: 2n ** 63n },
    ],
  },
  { name: 'a close with half a code', frames: [text('a'), { opcode: 8, payload: 'b' }, text('c')] },
  {
    name: 'a close with a code that may not be sent',
    frames: [text('a'), { opcode: 8, payload: Buffer.from([3, 238]) }, text('c')],
  },
  {
    name: 'a close whose reason is not UTF-8',
    frames: [text('a'), { opcode: 8, payload: Buffer.concat([Buffer.from([3, 232]), bad]) }],
  },
  { name: 'a close that says too much', frames: [{ opcode: 8, payload: Buffer.alloc(126) }] },
  { name: 'a close in fragments', frames: [text('a'), { ...bye, fin: false }, text('c')] },
  { name: 'an error after a close', frames: [text('a'), bye, { opcode: 15, rsv: 7 }, text('c')] },
]

/** The bytes of a recorded stream. */
export function bytesOf({ frames }: Recorded, side: 'client' | 'server'): Buffer {
  return encodeAll(frames, side)
}

function text(payload: string): PeerFrame {
  return { opcode: 1, payload }
}

function binary(...payload: readonly number[]): PeerFrame {
  return { opcode: 2, payload: Buffer.from(payload) }
}

function ping(payload: string): PeerFrame {
  return { opcode: 9, payload }
}

function pong(payload: string): PeerFrame {
  return { opcode: 10, payload }
}

/** A message in fragments, with other frames before the last one. */
function split(
  opcode: number,
  parts: readonly Uint8Array[],
  between: readonly PeerFrame[] = [],
): PeerFrame[] {
  return parts.flatMap((payload, at) => {
    const isLast = at === parts.length - 1
    const fragment = { opcode: at === 0 ? opcode : 0, fin: isLast, payload }
    return isLast ? [...between, fragment] : [fragment]
  })
}
