import { unmaskedFrame } from './encode-wire-frame.js'

let text: string | undefined
let frame: Buffer | undefined

/**
 * Returns the unmasked frame of a text if the same text was passed in the call before, and `undefined` otherwise. A server
 * that sends one text on many connections encodes it twice, and all connections share the bytes of the second frame.
 */
export function repeatedFrame(data: string): Buffer | undefined {
  if (data !== text) {
    text = data
    frame = undefined
    return undefined
  }
  return (frame ??= unmaskedFrame(data))
}

/** Releases the last text and its frame. */
export function forgetRepeatedFrame(): void {
  text = frame = undefined
}
