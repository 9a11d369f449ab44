import { applyMask, nextMaskKey } from './mask.js'

const FIN_TEXT = 0x81
const FIN_BINARY = 0x82
const MASK_BIT = 0x80
const KEY_BYTES = 4
const LONGEST_HEADER = 14
// Text of up to this many units is encoded here if it is ASCII: a call into the platform costs more.
const SHORT_TEXT = 24

/** Encodes a whole frame (RFC 6455 section 5.2) into a buffer, from an offset on; returns where it ends. */
export type EncodeFrame = (target: Buffer, offset: number, data: string | Uint8Array) => number

/** Bytes that a frame takes at most, header included. */
export function longestFrame(data: string | Uint8Array): number {
  return LONGEST_HEADER + (typeof data === 'string' ? longestText(data) : data.length)
}

/** Encodes as a client has to: masked, with a key of its own. */
export function encodeMasked(target: Buffer, offset: number, data: string | Uint8Array): number {
  const key = nextMaskKey()
  if (typeof data === 'string' && data.length <= SHORT_TEXT) {
    const start = offset + 2 + KEY_BYTES
    target[offset] = FIN_TEXT
    target[offset + 1] = MASK_BIT | data.length
    target.writeInt32LE(key, offset + 2)
    if (maskAscii(target, start, data)) return start + data.length
  }
  const length = typeof data === 'string' ? Buffer.byteLength(data) : data.length
  const start = putLength(target, offset, length) + KEY_BYTES
  target[offset] = typeof data === 'string' ? FIN_TEXT : FIN_BINARY
  target[offset + 1] = Number(target[offset + 1]) | MASK_BIT
  target.writeInt32LE(key, start - KEY_BYTES)
  put(target, start, data)
  applyMask(target, start, start + length)
  return start + length
}

/** Encodes as a server has to: unmasked. */
export function encodeUnmasked(target: Buffer, offset: number, data: string | Uint8Array): number {
  const length = typeof data === 'string' ? Buffer.byteLength(data) : data.length
  const start = putLength(target, offset, length)
  target[offset] = typeof data === 'string' ? FIN_TEXT : FIN_BINARY
  put(target, start, data)
  return start + length
}

// A UTF-16 unit takes at most three bytes; what is long enough to make that count is measured.
function longestText(text: string): number {
  return text.length > 1024 ? Buffer.byteLength(text) : text.length * 3
}

/** Writes the length field; returns where it ends. */
function putLength(target: Buffer, offset: number, length: number): number {
  if (length < 126) {
    target[offset + 1] = length
    return offset + 2
  }
  if (length < 2 ** 16) {
    target[offset + 1] = 126
    return target.writeUInt16BE(length, offset + 2)
  }
  target[offset + 1] = 127
  target.writeUInt32BE(Math.floor(length / 2 ** 32), offset + 2)
  return target.writeUInt32BE(length >>> 0, offset + 6)
}

function put(target: Buffer, start: number, data: string | Uint8Array): void {
  if (typeof data === 'string') target.write(data, start)
  else target.set(data, start)
}

/** Writes ASCII text masked with the key that stands before it; `false` as soon as it is not ASCII. */
function maskAscii(target: Buffer, start: number, text: string): boolean {
  const key = target.readInt32LE(start - KEY_BYTES)
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit > 0x7f) return false
    target[start + index] = unit ^ (key >>> (index << 3))
  }
  return true
}
