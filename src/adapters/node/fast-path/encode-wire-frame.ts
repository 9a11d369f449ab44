import { FIN_BINARY, FIN_TEXT, lengthBytes, MASK_BIT } from './wire-frame-header.js'
import { applyMask, KEY_BYTES, type Maskable, nextMaskKey } from './mask.js'

// Up to this many UTF-16 units, ASCII text is encoded here: a call into the platform costs more.
const SHORT_TEXT = 16
// Up to this many UTF-16 units, room is reserved for the longest encoding instead of measuring the text first.
const UNMEASURED_TEXT = 16_384

/** Bytes of the longest frame header. */
export const LONGEST_HEADER = 14

/** Encodes an unfragmented frame (RFC 6455 section 5.2) into a buffer at an offset, and returns the offset of its end. */
export type EncodeWireFrame = (
  target: Maskable,
  offset: number,
  data: string | Uint8Array,
) => number

/** Upper bound of a frame's size in bytes, header included. */
export function longestWireFrame(data: string | Uint8Array): number {
  return LONGEST_HEADER + (typeof data === 'string' ? longestText(data) : data.length)
}

/** Encodes as a client must: masked, each frame with its own key. */
export function encodeMasked(target: Maskable, offset: number, data: string | Uint8Array): number {
  const { bytes } = target
  const key = nextMaskKey()
  if (typeof data === 'string' && data.length <= SHORT_TEXT) {
    const start = offset + 2 + KEY_BYTES
    bytes[offset] = FIN_TEXT
    bytes[offset + 1] = MASK_BIT | data.length
    bytes.writeInt32LE(key, offset + 2)
    if (maskAscii(bytes, start, data)) return start + data.length
  }
  const end = encodeUnmasked(target, offset + KEY_BYTES, data)
  const start = insertKey(bytes, offset, key)
  applyMask(target, start, end)
  return end
}

/** Encodes as a server must: unmasked. */
export function encodeUnmasked(
  { bytes }: Maskable,
  offset: number,
  data: string | Uint8Array,
): number {
  const isText = typeof data === 'string'
  const expected = offset + headerBytes(data.length)
  const length = isText ? bytes.write(data, expected) : data.length
  const start = offset + headerBytes(length)
  // Text can have more bytes than UTF-16 units, and so need a longer header.
  if (start > expected) bytes.copyWithin(start, expected, expected + length)
  bytes[offset] = isText ? FIN_TEXT : FIN_BINARY
  putLength(bytes, offset, length)
  if (!isText) bytes.set(data, start)
  return start + length
}

// A UTF-16 unit takes at most three bytes. Long text is measured, because three times its length would waste memory.
function longestText(text: string): number {
  return text.length > UNMEASURED_TEXT ? Buffer.byteLength(text) : text.length * 3
}

function headerBytes(length: number): number {
  if (length < 126) return 2
  return length < 2 ** 16 ? 4 : 10
}

function putLength(bytes: Buffer, offset: number, length: number): void {
  if (length < 126) {
    bytes[offset + 1] = length
  } else if (length < 2 ** 16) {
    bytes[offset + 1] = 126
    bytes.writeUInt16BE(length, offset + 2)
  } else {
    bytes[offset + 1] = 127
    bytes.writeUInt32BE(Math.floor(length / 2 ** 32), offset + 2)
    bytes.writeUInt32BE(length >>> 0, offset + 6)
  }
}

/** Moves a header forward to make room for the key behind it, writes the key, and returns the offset of the payload. */
function insertKey(bytes: Buffer, offset: number, key: number): number {
  const shortLength = Number(bytes[offset + KEY_BYTES + 1])
  const keyAt = offset + 2 + lengthBytes(shortLength)
  for (let index = offset; index < keyAt; index++) bytes[index] = Number(bytes[index + KEY_BYTES])
  bytes[offset + 1] = MASK_BIT | shortLength
  bytes.writeInt32LE(key, keyAt)
  return keyAt + KEY_BYTES
}

/** Writes ASCII text, masked with the key that precedes it. Returns `false` at the first character that is not ASCII. */
function maskAscii(bytes: Buffer, start: number, text: string): boolean {
  const key = bytes.readInt32LE(start - KEY_BYTES)
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit > 0x7f) return false
    bytes[start + index] = unit ^ (key >>> (index << 3))
  }
  return true
}
