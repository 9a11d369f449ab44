import { Buffer } from 'node:buffer'
import { payload } from '../payload.mjs'

// Some segments' worth at once, so that writing costs next to nothing per frame.
const BLOCK_BYTES = 256 * 1024

/** One frame repeated in a block of bytes, ready to be written as often as wanted. */
export class PreparedFrames {
  #block
  #frameBytes

  constructor({ kind, size }) {
    const frame = encode(Buffer.from(payload({ kind, size })), kind === 'binary' ? 2 : 1)
    const count = Math.max(Math.ceil(BLOCK_BYTES / frame.length), 1)
    this.#frameBytes = frame.length
    this.#block = Buffer.concat(Array.from({ length: count }, () => frame))
  }

  /** Writes `frames` frames at the pace at which the peer takes them, then calls `onWritten`. */
  write(socket, frames, onWritten) {
    const bytes = Math.min(frames * this.#frameBytes, this.#block.length)
    const goesOn = socket.write(this.#block.subarray(0, bytes))
    const left = frames - bytes / this.#frameBytes
    if (left === 0) onWritten?.()
    else if (goesOn) this.write(socket, left, onWritten)
    else socket.once('drain', () => this.write(socket, left, onWritten))
  }
}

/** A frame as a server sends it: whole, and not masked (RFC 6455 section 5.1). */
export function encode(data, opcode) {
  const { length } = data
  if (length < 126) return Buffer.concat([Buffer.from([0x80 | opcode, length]), data])
  const header = Buffer.alloc(length < 0x10000 ? 4 : 10)
  header[0] = 0x80 | opcode
  header[1] = length < 0x10000 ? 126 : 127
  if (length < 0x10000) header.writeUInt16BE(length, 2)
  else header.writeUIntBE(length, 4, 6)
  return Buffer.concat([header, data])
}

/** A frame as a client sends it: with a mask (RFC 6455 section 5.3), here one of zeros. */
export function encodeMasked(data, opcode) {
  const frame = encode(data, opcode)
  const start = frame.length - data.length
  frame[1] |= 0x80
  return Buffer.concat([frame.subarray(0, start), Buffer.alloc(4), data])
}
