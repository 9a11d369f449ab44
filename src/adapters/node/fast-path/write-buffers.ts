import { type Maskable, maskable } from './mask.js'

// Bytes of the buffer for frames that are written by themselves. While a slow connection keeps it, this is what it keeps.
const LONE_BYTES = 8_192
// The size of a new buffer for gathered frames, from Node's own pool: many connections can gather frames in one tick, and
// only one of them gets the spare buffer.
const SMALLEST_BUFFER = 1_024

// One buffer of each kind for the whole process, used only while frames are written or gathered: an idle channel holds none.
let lone: Maskable | undefined
let spare: Maskable | undefined

/** Returns the buffer for a single frame of so many bytes, or `undefined` if it is too long for it. */
export function acquireLoneBuffer(bytes: number): Maskable | undefined {
  if (bytes > LONE_BYTES) return undefined
  const acquired = lone ?? maskable(Buffer.allocUnsafeSlow(LONE_BYTES))
  // Not shared while it is used: a write can cause another one.
  lone = undefined
  return acquired
}

/** Makes a buffer available again. */
export function releaseLoneBuffer(buffer: Maskable): void {
  lone = buffer
}

/** Returns a buffer to gather frames in. */
export function acquireBuffer(): Maskable {
  const acquired = spare ?? maskable(Buffer.allocUnsafe(SMALLEST_BUFFER))
  spare = undefined
  return acquired
}

/** Makes a buffer the spare one, unless that is larger. */
export function releaseBuffer(buffer: Maskable): void {
  if (!spare || spare.bytes.length < buffer.bytes.length) spare = buffer
}

/** Returns a larger copy of a buffer. */
export function enlarged({ bytes }: Maskable, size: number): Maskable {
  const larger = maskable(Buffer.allocUnsafe(size))
  bytes.copy(larger.bytes)
  return larger
}

/** Returns a copy of the beginning of a buffer, within Node's own pool if it is short. */
export function copyOf({ bytes }: Maskable, length: number): Buffer {
  const copy = Buffer.allocUnsafe(length)
  bytes.copy(copy, 0, 0, length)
  return copy
}
