import { randomFillSync } from 'node:crypto'

const POOL_BYTES = 8_192
const KEY_BYTES = 4
// Below this, a word at a time does not pay for the view it needs.
const WORDS_FROM = 48

let pool: Buffer | undefined
let used = POOL_BYTES

/**
 * A fresh masking key as a number whose lowest byte comes first: unpredictable, and drawn for one frame only (RFC 6455
 * sections 5.3 and 10.3).
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

/**
 * Masks or unmasks a payload in place with the key that stands before it, as it does in a frame. The machine has to be a
 * little-endian one.
 */
export function applyMask(bytes: Buffer, start: number, end: number): void {
  const key = bytes.readInt32LE(start - KEY_BYTES)
  const aligned = end - start < WORDS_FROM ? end : start + (-(bytes.byteOffset + start) & 3)
  for (let index = start; index < aligned; index++) {
    bytes[index] = Number(bytes[index]) ^ (key >>> ((index - start) << 3))
  }
  if (aligned === end) return
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + aligned, (end - aligned) >> 2)
  const turned = rotate(key, (aligned - start) << 3)
  for (let index = 0; index < words.length; index++) words[index] = Number(words[index]) ^ turned
  const rest = aligned + words.length * KEY_BYTES
  for (let index = rest; index < end; index++) {
    bytes[index] = Number(bytes[index]) ^ (turned >>> ((index - rest) << 3))
  }
}

function rotate(key: number, bits: number): number {
  return bits === 0 ? key : (key >>> bits) | (key << (32 - bits))
}
