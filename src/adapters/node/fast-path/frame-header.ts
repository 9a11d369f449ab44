import { KEY_BYTES } from './mask.js'

/** The first byte of a whole text frame. */
export const FIN_TEXT = 0x81
/** The first byte of a whole binary frame. */
export const FIN_BINARY = 0x82
/** What the second byte of a masked frame has beside the length. */
export const MASK_BIT = 0x80
const LENGTH_OF_16_BITS = 126

/** A frame's header (RFC 6455 section 5.2), as far as it is there. */
export class FrameHeader {
  /** Its first byte: FIN, the reserved bits and the opcode. */
  first = 0
  isMasked = false
  /** The first length field, of seven bits: the length, or the size of the field that tells it. */
  shortLength = 0
  /** Bytes of the payload; 0 while they are not known. */
  length = 0
  /** Where the payload starts. */
  start = 0
  /** Where the next frame does; 0 while the header is not all there. */
  next = 0

  /** Reads what is there of the header at a place: two bytes at least. */
  read(chunk: Buffer, at: number): void {
    const lengthAt = at + 2
    const second = Number(chunk[at + 1])
    const shortLength = second & ~MASK_BIT
    const lengthEnd = lengthAt + lengthBytes(shortLength)
    this.first = Number(chunk[at])
    this.isMasked = second >= MASK_BIT
    this.shortLength = shortLength
    this.length = lengthEnd <= chunk.length ? readLength(chunk, lengthAt, shortLength) : 0
    this.start = this.isMasked ? lengthEnd + KEY_BYTES : lengthEnd
    this.next = this.start <= chunk.length ? this.start + this.length : 0
  }
}

/** Bytes of the field that follows a first length field. */
export function lengthBytes(shortLength: number): number {
  if (shortLength < LENGTH_OF_16_BITS) return 0
  return shortLength === LENGTH_OF_16_BITS ? 2 : 8
}

function readLength(chunk: Buffer, at: number, shortLength: number): number {
  if (shortLength < LENGTH_OF_16_BITS) return shortLength
  if (shortLength === LENGTH_OF_16_BITS) return chunk.readUInt16BE(at)
  return chunk.readUInt32BE(at) * 2 ** 32 + chunk.readUInt32BE(at + 4)
}
