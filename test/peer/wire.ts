import { randomBytes } from 'node:crypto'

/** One frame as it is on the wire (RFC 6455 section 5.2). */
export interface WireFrame {
  readonly opcode: number
  readonly fin: boolean
  readonly payload: Buffer
}

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

/** Which side of the connection writes: clients mask their frames, servers do not. */
export type Side = 'client' | 'server'

/** Writes one frame. */
export function encodeFrame(frame: WireFrame, side: Side): Buffer {
  const { length } = frame.payload
  const mask = side === 'client' ? randomBytes(4) : undefined
  const head = Buffer.concat([
    Buffer.from([(frame.fin ? 0x80 : 0) | frame.opcode]),
    encodeLength(length, mask === undefined ? 0 : 0x80),
    mask ?? Buffer.alloc(0),
  ])
  return Buffer.concat([head, mask === undefined ? frame.payload : masked(frame.payload, mask)])
}

/** Reads frames from chunks of bytes. It trusts the sender: the peer judges nobody. */
export class FrameReader {
  #chunks: Buffer[] = []
  #length = 0
  // Chunks are joined only when there is something to read in them: a long message comes in hundreds.
  #subscriptions = 2

  push(chunk: Buffer): WireFrame[] {
    this.#chunks.push(chunk)
    this.#length += chunk.length
    if (this.#length < this.#subscriptions) return []
    const frames: WireFrame[] = []
    let bytes = Buffer.concat(this.#chunks)
    for (let end = frameEnd(bytes); end <= bytes.length; end = frameEnd(bytes)) {
      frames.push(decodeFrame(bytes.subarray(0, end)))
      bytes = bytes.subarray(end)
    }
    this.#chunks = [bytes]
    this.#length = bytes.length
    this.#subscriptions = frameEnd(bytes)
    return frames
  }
}

/** Where the first frame ends, or how many bytes it takes to know. */
function frameEnd(bytes: Buffer): number {
  if (bytes.length < 2) return 2
  const start = payloadStart(bytes)
  if (bytes.length < start) return start
  const short = bytes.readUInt8(1) & 0x7f
  if (short === 126) return start + bytes.readUInt16BE(2)
  return start + (short === 127 ? bytes.readUIntBE(4, 6) : short)
}

function payloadStart(bytes: Buffer): number {
  const second = bytes.readUInt8(1)
  const short = second & 0x7f
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0
  return 2 + lengthBytes + (second >= 0x80 ? 4 : 0)
}

function decodeFrame(bytes: Buffer): WireFrame {
  const first = bytes.readUInt8(0)
  const start = payloadStart(bytes)
  const payload = bytes.subarray(start)
  const isMasked = bytes.readUInt8(1) >= 0x80
  return {
    opcode: first & 0x0f,
    fin: first >= 0x80,
    payload: isMasked ? masked(payload, bytes.subarray(start - 4, start)) : payload,
  }
}

function encodeLength(length: number, maskBit: 0 | 0x80): Buffer {
  if (length < 126) return Buffer.from([maskBit | length])
  if (length < 65_536) return Buffer.from([maskBit | 126, length >> 8, length & 0xff])
  const bytes = Buffer.alloc(9)
  bytes.writeUInt8(maskBit | 127, 0)
  bytes.writeUIntBE(length, 3, 6)
  return bytes
}

function masked(payload: Buffer, mask: Buffer): Buffer {
  const bytes = Buffer.from(payload)
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = (bytes[index] ?? 0) ^ (mask[index & 3] ?? 0)
  }
  return bytes
}
