import type { Sendable } from './frame.js'
import { isBlob } from './sendable.js'

/** Bytes that a value takes on the wire without framing: text counts as UTF-8. */
export function byteLength(data: Sendable): number {
  if (typeof data === 'string') return new TextEncoder().encode(data).length
  return isBlob(data) ? data.size : data.byteLength
}
