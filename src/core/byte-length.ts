import type { Sendable } from './frame.js'

/** Bytes that a value takes on the wire without framing: text counts as UTF-8. */
export function byteLength(data: Sendable): number {
  if (typeof data === 'string') return utf8Length(data)
  return 'size' in data ? data.size : data.byteLength
}

/** Bytes of a string in UTF-8; a lone surrogate takes three, as the U+FFFD it is sent as. */
export function utf8Length(text: string): number {
  let bytes = 0
  for (let index = 0; index < text.length; index++) {
    const point = text.codePointAt(index) ?? 0
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
    if (point >= 0x10000) index++
  }
  return bytes
}
