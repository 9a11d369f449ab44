import { KEY_BYTES } from './mask.js'

/** The first byte of an unfragmented text frame. */
export const FIN_TEXT = 0x81
/** The first byte of an unfragmented binary frame. */
export const FIN_BINARY = 0x82
/** The bit of the second byte that says that the payload is masked. */
export const MASK_BIT = 0x80
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

/**
 * Reads the header at an offset, of which at least two bytes have arrived. The result must not leave the function that uses
 * it: then V8 keeps its fields in registers, and allocates nothing.
 */
export function readHeader(chunk: Buffer, at: number): WireFrameHeader {
  const second = Number(chunk[at + 1])
  const isMasked = second >= MASK_BIT
  const shortLength = second & ~MASK_BIT
  const lengthAt = at + 2
  const lengthEnd = lengthAt + lengthBytes(shortLength)
  const length = lengthEnd <= chunk.length ? readLength(chunk, lengthAt, shortLength) : 0
  const start = isMasked ? lengthEnd + KEY_BYTES : lengthEnd
  const next = start <= chunk.length ? start + length : 0
  return { first: Number(chunk[at]), isMasked, shortLength, length, start, next }
}

/** Bytes of the length field that follows the one of seven bits. */
export function lengthBytes(shortLength: number): number {
  if (shortLength < LENGTH_OF_16_BITS) return 0
  return shortLength === LENGTH_OF_16_BITS ? 2 : 8
}

function readLength(chunk: Buffer, at: number, shortLength: number): number {
  if (shortLength < LENGTH_OF_16_BITS) return shortLength
  if (shortLength === LENGTH_OF_16_BITS) return chunk.readUInt16BE(at)
  return chunk.readUInt32BE(at) * 2 ** 32 + chunk.readUInt32BE(at + 4)
}
