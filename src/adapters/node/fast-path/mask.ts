import { randomFillSync } from 'node:crypto'

/** Bytes of a masking key. */
export const KEY_BYTES = 4
const POOL_KEYS = 2_048
// Words that each iteration of the loop masks: V8 does not unroll loops.
const ROUND = 8

/** Bytes to mask, with a view of them as words. Creating that view takes longer than masking a small frame. */
export interface Maskable {
  readonly bytes: Buffer
  /** The whole `ArrayBuffer` of `bytes`. */
  readonly words: Int32Array
  /** Where `bytes` begins in its `ArrayBuffer`. */
  readonly offset: number
}

/** Creates the words of a buffer. Masking by words needs a little-endian machine. */
export function maskable(bytes: Buffer): Maskable {
  const { buffer, byteOffset } = bytes
  const words = new Int32Array(buffer, 0, Math.floor(buffer.byteLength / KEY_BYTES))
  return { bytes, words, offset: byteOffset }
}

let pool: Int32Array | undefined
let used = POOL_KEYS

/**
 * Returns a new masking key as a number whose lowest byte is the first of the key. Keys are unpredictable and used for one
 * frame only (RFC 6455 sections 5.3 and 10.3).
 */
export function nextMaskKey(): number {
  pool ??= new Int32Array(POOL_KEYS)
  if (used === POOL_KEYS) {
    randomFillSync(pool)
    used = 0
  }
  return Number(pool[used++])
}

/** Masks or unmasks a payload in place with the key that precedes it in the frame. */
export function applyMask({ bytes, words, offset }: Maskable, start: number, end: number): void {
  let turned = readKey(bytes, start - KEY_BYTES)
  let at = start
  for (; at < end && (offset + at) & 3; at++) {
    bytes[at] = Number(bytes[at]) ^ turned
    turned = (turned >>> 8) | (turned << 24)
  }
  // By dividing and not by shifting: an offset may need more than 32 bits.
  let index = Math.floor((offset + at) / KEY_BYTES)
  const count = Math.floor((end - at) / KEY_BYTES)
  const lastIndex = index + count
  for (; index + ROUND <= lastIndex; index += ROUND) {
    words[index] = Number(words[index]) ^ turned
    words[index + 1] = Number(words[index + 1]) ^ turned
    words[index + 2] = Number(words[index + 2]) ^ turned
    words[index + 3] = Number(words[index + 3]) ^ turned
    words[index + 4] = Number(words[index + 4]) ^ turned
    words[index + 5] = Number(words[index + 5]) ^ turned
    words[index + 6] = Number(words[index + 6]) ^ turned
    words[index + 7] = Number(words[index + 7]) ^ turned
  }
  for (; index < lastIndex; index++) words[index] = Number(words[index]) ^ turned
  for (at += count * KEY_BYTES; at < end; at++) {
    bytes[at] = Number(bytes[at]) ^ turned
    turned >>>= 8
  }
}

/** Writes a masking key at an offset. */
export function writeKey(bytes: Buffer, at: number, key: number): void {
  bytes[at] = key
  bytes[at + 1] = key >>> 8
  bytes[at + 2] = key >>> 16
  bytes[at + 3] = key >>> 24
}

function readKey(bytes: Buffer, at: number): number {
  return (
    Number(bytes[at]) |
    (Number(bytes[at + 1]) << 8) |
    (Number(bytes[at + 2]) << 16) |
    (Number(bytes[at + 3]) << 24)
  )
}
