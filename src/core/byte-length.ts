import type { Sendable } from './frame.js'

/** Bytes of a value on the wire, without framing. Text counts as UTF-8. */
export function byteLength(data: Sendable): number {
  if (typeof data === 'string') return new TextEncoder().encode(data).length
  return 'byteLength' in data ? data.byteLength : data.size
}
