import type { Sendable } from './frame.js'

/** Returns the payload bytes that a value has on the wire. Text counts as UTF-8. */
export function byteLength(data: Sendable): number {
  if (typeof data === 'string') return new TextEncoder().encode(data).length
  return 'byteLength' in data ? data.byteLength : data.size
}
