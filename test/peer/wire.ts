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
  #bytes: Buffer = Buffer.alloc(0)

  push(chunk: Buffer): WireFrame[] {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk])
    const frames: WireFrame[] = []
    for (let frame = this.#take(); frame !== undefined; frame = this.#take()) frames.push(frame)
    return frames
  }

  #take(): WireFrame | undefined {
    const bytes = this.#bytes
    if (bytes.length < 2) return undefined
    const short = bytes.readUInt8(1) & 0x7f
    const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0
    const maskBytes = (bytes.readUInt8(1) & 0x80) === 0 ? 0 : 4
    const start = 2 + lengthBytes + maskBytes
    if (bytes.length < start) return undefined
    const length =
      lengthBytes === 0
        ? short
        : bytes.readUIntBE(lengthBytes === 2 ? 2 : 4, lengthBytes === 2 ? 2 : 6)
    if (bytes.length < start + length) return undefined
    this.#bytes = bytes.subarray(start + length)
    const payload = bytes.subarray(start, start + length)
    const first = bytes.readUInt8(0)
    return {
      opcode: first & 0x0f,
      fin: (first & 0x80) !== 0,
      payload: maskBytes === 0 ? payload : masked(payload, bytes.subarray(start - 4, start)),
    }
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
