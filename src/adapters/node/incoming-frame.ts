import { isAnyArrayBuffer } from 'node:util/types'
import { decodeUtf8 } from './decode-utf8.js'

/**
 * The frame of a text message from `ws`, which has checked that it is UTF-8.
 *
 * @throws {Error} If the text is longer than a string can be.
 * @throws {TypeError} If the message is neither text nor bytes.
 */
export function textFrame(data: unknown): string {
  if (typeof data === 'string') return data
  const bytes = ArrayBuffer.isView(data) ? (data as Buffer) : Buffer.from(binaryFrame(data).buffer)
  return decodeUtf8(bytes, 0, bytes.length)
}

/**
 * The frame of a binary message from `ws`, in a buffer that holds nothing else: views into a larger chunk, which `ws`
 * emits for small messages, are copied. The owner of the `ws` socket may set another `binaryType` at any time.
 *
 * @throws {TypeError} If the message is something else than bytes.
 */
export function binaryFrame(data: unknown): Uint8Array<ArrayBuffer> {
  if (ArrayBuffer.isView(data)) return ownBytes(data)
  if (isAnyArrayBuffer(data)) return Uint8Array.from(new Uint8Array(data))
  if (Array.isArray(data)) return Uint8Array.from(Buffer.concat(data.map(binaryFrame)))
  throw new TypeError(
    'Cannot read this message: leave `binaryType` of the ws socket at "nodebuffer"',
  )
}

function ownBytes(view: ArrayBufferView): Uint8Array<ArrayBuffer> {
  const { byteLength, byteOffset } = view
  const bytes = Buffer.isBuffer(view) ? view : new Uint8Array(view.buffer, byteOffset, byteLength)
  // Reading `buffer` takes time. All empty messages of ws share one object, which nobody may transfer.
  if (byteOffset > 0 || byteLength === 0) return new Uint8Array(bytes)
  const { buffer } = bytes
  const isOwn = buffer.byteLength === byteLength && buffer instanceof ArrayBuffer
  return isOwn ? new Uint8Array(buffer) : new Uint8Array(bytes)
}
