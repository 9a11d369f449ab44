import { KEY_BYTES } from './mask.js'

// The first byte of a frame, and the opcodes in it (RFC 6455 section 5.2).
export const FIN = 0x80
export const RESERVED = 0x70
export const OPCODE = 0x0f
export const CONTINUATION = 0x0
export const TEXT = 0x1
export const BINARY = 0x2
export const PING = 0x9
export const PONG = 0xa
/** The first byte of an unfragmented text frame. */
export const FIN_TEXT = 0x81
/** The first byte of an unfragmented binary frame. */
export const FIN_BINARY = 0x82
/** Bytes of the longest payload of a control frame. */
export const LONGEST_CONTROL = 125
/** The bit of the second byte that says that the payload is masked. */
export const MASK_BIT = 0x80
/** Bytes of the longest header. */
export const LONGEST_HEADER = 14

const LENGTH_OF_16_BITS = 126

/** The header of a frame on the wire (RFC 6455 section 5.2), as far as its bytes have arrived. */
export interface WireFrameHeader {
  /** The first byte: FIN, the reserved bits and the opcode. */
  readonly first: number
  readonly isMasked: boolean
  /** The length field of seven bits: the length of the payload, or the size of the field that holds it. */
  readonly shortLength: number
  /** Bytes of the payload; 0 while they are unknown. */
  readonly length: number
  /** Offset of the payload. */
  readonly start: number
  /** Offset of the next frame; 0 while the header is incomplete. */
  readonly next: number
}

/** Reads the header at an offset. At least its first two bytes must have arrived. */
export function readHeader(chunk: Buffer, at: number): WireFrameHeader {
  const isMasked = Number(chunk[at + 1]) >= MASK_BIT
  const shortLength = readShortLength(chunk, at)
  const lengthEnd = at + 2 + lengthBytes(shortLength)
  const length = lengthEnd <= chunk.length ? readLength(chunk, at) : 0
  const start = isMasked ? lengthEnd + KEY_BYTES : lengthEnd
  const next = start <= chunk.length ? start + length : 0
  return { first: Number(chunk[at]), isMasked, shortLength, length, start, next }
}

/** Reads the header of a frame that begins in one chunk and continues in the next. */
export function joinedHeader(cut: Buffer, chunk: Buffer): WireFrameHeader {
  const head = [cut.subarray(0, LONGEST_HEADER), chunk.subarray(0, LONGEST_HEADER)]
  return readHeader(Buffer.concat(head), 0)
}

/** Returns the offset of the payload of a frame, or 0 if the header is incomplete or not masked as its side requires. */
export function payloadStart(
  chunk: Buffer,
  at: number,
  { isServer }: { readonly isServer: boolean },
): number {
  if (at + 2 > chunk.length || Number(chunk[at + 1]) >= MASK_BIT !== isServer) return 0
  const lengthEnd = at + 2 + lengthBytes(readShortLength(chunk, at))
  const start = isServer ? lengthEnd + KEY_BYTES : lengthEnd
  return start <= chunk.length ? start : 0
}

/** Reads the length of the payload from the header at an offset, whose length fields are complete. */
export function readLength(chunk: Buffer, at: number): number {
  const shortLength = readShortLength(chunk, at)
  if (shortLength < LENGTH_OF_16_BITS) return shortLength
  if (shortLength === LENGTH_OF_16_BITS) return (Number(chunk[at + 2]) << 8) | Number(chunk[at + 3])
  return chunk.readUInt32BE(at + 2) * 2 ** 32 + chunk.readUInt32BE(at + 6)
}

function readShortLength(chunk: Buffer, at: number): number {
  return Number(chunk[at + 1]) & ~MASK_BIT
}

/** Bytes of the length field that follows the one of seven bits. */
function lengthBytes(shortLength: number): number {
  if (shortLength < LENGTH_OF_16_BITS) return 0
  return shortLength === LENGTH_OF_16_BITS ? 2 : 8
}
