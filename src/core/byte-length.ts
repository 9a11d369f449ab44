import type { Sendable } from './frame.js'
import type { Weigher } from './frame-queue.js'

/** Weighs what a channel receives and sends by its payload bytes on the wire. */
export const frameWeigher: Weigher<Sendable> = {
  exactly: byteLength,
  // A UTF-16 code unit takes at most three bytes in UTF-8.
  atMost: (data) => (typeof data === 'string' ? data.length * 3 : byteLength(data)),
}

/** Returns the payload bytes that a value has on the wire. Text counts as UTF-8. */
export function byteLength(data: Sendable): number {
  if (typeof data === 'string') return utf8Length(data)
  return 'byteLength' in data ? data.byteLength : data.size
}

function utf8Length(text: string): number {
  // Node, Bun and Jest have a method that does not encode. Hermes and jsdom have not even `TextEncoder`.
  const { Buffer } = globalThis as { readonly Buffer?: { byteLength(text: string): number } }
  return Buffer ? Buffer.byteLength(text) : countUtf8(text)
}

function countUtf8(text: string): number {
  let bytes = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.codePointAt(index) ?? 0
    // A lone surrogate is sent as U+FFFD, which takes three bytes too.
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : 3
    if (code < 0x10000) continue
    // A pair of surrogates takes four bytes.
    bytes++
    index++
  }
  return bytes
}
