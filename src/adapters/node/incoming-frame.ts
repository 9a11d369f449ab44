import { decodeUtf8 } from './decode-utf8.js'

/** The frame of a text message from `ws`, which has checked that it is UTF-8. */
export function textFrame(bytes: Buffer): string {
  return decodeUtf8(bytes, 0, bytes.length)
}

/** The frame of a binary message from `ws`, in a buffer of its own: small messages are views into a larger chunk. */
export function binaryFrame(data: Uint8Array): Uint8Array<ArrayBuffer> {
  // Reading `buffer` takes time. All empty messages of ws share one object, which nobody may transfer.
  if (data.byteOffset > 0 || data.length === 0) return new Uint8Array(data)
  const { buffer } = data
  const isOwn = buffer.byteLength === data.length && buffer instanceof ArrayBuffer
  return isOwn ? new Uint8Array(buffer) : new Uint8Array(data)
}
