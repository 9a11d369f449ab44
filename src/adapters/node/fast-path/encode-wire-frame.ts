import { applyMask, KEY_BYTES, type Maskable, nextMaskKey, writeKey } from './mask.js'
import { FIN_BINARY, FIN_TEXT, LONGEST_HEADER, MASK_BIT } from './wire-frame-header.js'

// Up to this many UTF-16 units, ASCII text is encoded here: a call into the platform costs more.
const SHORT_TEXT = 16
// Up to this many UTF-16 units, room is reserved for the longest encoding instead of measuring the text first.
const UNMEASURED_TEXT = 16_384

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
  const length = writePayload(bytes, offset + KEY_BYTES, data)
  const start = writeHeader(bytes, offset, length) + KEY_BYTES
  bytes[offset] = typeof data === 'string' ? FIN_TEXT : FIN_BINARY
  bytes[offset + 1] = Number(bytes[offset + 1]) | MASK_BIT
  writeKey(bytes, start - KEY_BYTES, nextMaskKey())
  applyMask(target, start, start + length)
  return start + length
}

/** Encodes as a server must: unmasked. */
export function encodeUnmasked(
  { bytes }: Pick<Maskable, 'bytes'>,
  offset: number,
  data: string | Uint8Array,
): number {
  const length = writePayload(bytes, offset, data)
  bytes[offset] = typeof data === 'string' ? FIN_TEXT : FIN_BINARY
  return writeHeader(bytes, offset, length) + length
}

/** Returns the unmasked frame of a message in a buffer of its size. */
export function unmaskedFrame(data: string | Uint8Array): Buffer {
  const length = typeof data === 'string' ? Buffer.byteLength(data) : data.length
  const bytes = Buffer.allocUnsafe(headerBytes(length) + length)
  encodeUnmasked({ bytes }, 0, data)
  return bytes
}

/** Returns the bytes of a buffer or view, without a copy. */
export function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  if (data instanceof Uint8Array) return data
  return 'buffer' in data
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data)
}

// A UTF-16 unit takes at most three bytes. Long text is measured, because three times its length would waste memory.
function longestText(text: string): number {
  return text.length > UNMEASURED_TEXT ? Buffer.byteLength(text) : text.length * 3
}

/** Bytes of the header of an unmasked frame whose payload has so many. */
export function headerBytes(length: number): number {
  if (length < 126) return 2
  return length < 2 ** 16 ? 4 : 10
}

/** Writes a payload behind the room that its header takes at an offset, and returns the bytes of the payload. */
function writePayload(bytes: Buffer, offset: number, data: string | Uint8Array): number {
  const expected = offset + headerBytes(data.length)
  if (typeof data !== 'string') {
    bytes.set(data, expected)
    return data.length
  }
  const length = writeText(bytes, expected, data)
  // Text can have more bytes than UTF-16 units, and so need a longer header.
  const start = offset + headerBytes(length)
  if (start > expected) bytes.copyWithin(start, expected, expected + length)
  return length
}

function writeText(bytes: Buffer, at: number, text: string): number {
  if (text.length > SHORT_TEXT) return bytes.write(text, at)
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit > 0x7f) return bytes.write(text, at)
    bytes[at + index] = unit
  }
  return text.length
}

/** Writes the length fields of a header without a key, and returns the offset of its end. */
function writeHeader(bytes: Buffer, offset: number, length: number): number {
  if (length < 126) {
    bytes[offset + 1] = length
    return offset + 2
  }
  if (length < 2 ** 16) {
    bytes[offset + 1] = 126
    bytes[offset + 2] = length >>> 8
    bytes[offset + 3] = length
    return offset + 4
  }
  bytes[offset + 1] = 127
  bytes.writeUInt32BE(Math.floor(length / 2 ** 32), offset + 2)
  bytes.writeUInt32BE(length >>> 0, offset + 6)
  return offset + 10
}
