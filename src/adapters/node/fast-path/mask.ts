import { randomFillSync } from 'node:crypto'

const POOL_BYTES = 8_192
/** Bytes of a masking key. */
export const KEY_BYTES = 4
// Words that each iteration of the loop masks: V8 does not unroll loops.
const ROUND = 8

/** Bytes to mask, with a view of them as words. Creating that view takes longer than masking a small frame. */
export interface Maskable {
  readonly bytes: Buffer
  /** The whole `ArrayBuffer` of `bytes`. */
  readonly words: Int32Array
}

/** Creates the words of a buffer. Masking by words needs a little-endian machine. */
export function maskable(bytes: Buffer): Maskable {
  const { buffer } = bytes
  return { bytes, words: new Int32Array(buffer, 0, Math.floor(buffer.byteLength / KEY_BYTES)) }
}

let pool: Buffer | undefined
let used = POOL_BYTES

/**
 * Returns a new masking key as a number whose lowest byte is the first of the key. Keys are unpredictable and used for one
 * frame only (RFC 6455 sections 5.3 and 10.3).
 */
export function nextMaskKey(): number {
  pool ??= Buffer.allocUnsafeSlow(POOL_BYTES)
  if (used === POOL_BYTES) {
    randomFillSync(pool)
    used = 0
  }
  const key = pool.readInt32LE(used)
  used += KEY_BYTES
  return key
}

/** Masks or unmasks a payload in place with the key that precedes it in the frame. */
export function applyMask({ bytes, words }: Maskable, start: number, end: number): void {
  const key = bytes.readInt32LE(start - KEY_BYTES)
  const aligned = Math.min(start + (-(bytes.byteOffset + start) & 3), end)
  maskBytes(bytes, { key, start, end: aligned })
  const turned = rotate(key, (aligned - start) << 3)
  // By dividing and not by shifting: an offset may need more than 31 bits.
  const first = Math.floor((bytes.byteOffset + aligned) / KEY_BYTES)
  const count = Math.floor((end - aligned) / KEY_BYTES)
  maskWords(words, { key: turned, start: first, end: first + count })
  maskBytes(bytes, { key: turned, start: aligned + count * KEY_BYTES, end })
}

/** A range to mask, and the key. V8 keeps the fields in registers. */
interface Masking {
  readonly key: number
  readonly start: number
  readonly end: number
}

function maskBytes(bytes: Buffer, { key, start, end }: Masking): void {
  for (let index = start; index < end; index++) {
    bytes[index] = Number(bytes[index]) ^ (key >>> ((index - start) << 3))
  }
}

function maskWords(words: Int32Array, { key, start, end }: Masking): void {
  let index = start
  for (; index + ROUND <= end; index += ROUND) {
    words[index] = Number(words[index]) ^ key
    words[index + 1] = Number(words[index + 1]) ^ key
    words[index + 2] = Number(words[index + 2]) ^ key
    words[index + 3] = Number(words[index + 3]) ^ key
    words[index + 4] = Number(words[index + 4]) ^ key
    words[index + 5] = Number(words[index + 5]) ^ key
    words[index + 6] = Number(words[index + 6]) ^ key
    words[index + 7] = Number(words[index + 7]) ^ key
  }
  for (; index < end; index++) words[index] = Number(words[index]) ^ key
}

function rotate(key: number, bits: number): number {
  return bits === 0 ? key : (key >>> bits) | (key << (32 - bits))
}
