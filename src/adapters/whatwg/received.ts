import type { BlobLike, Frame, Sendable } from '../../core/frame.js'
import { copyOf, isBlob } from '../../core/sending/sendable.js'

/**
 * Returns the data of a `message` event as a frame, or as the `Blob` that has to be read first: guarantee 6.
 *
 * @throws {TypeError} If it is neither text nor bytes, or if its buffer was transferred.
 */
export function received(data: unknown): Frame | BlobLike {
  if (typeof data === 'string') return data
  try {
    // Node's WebSocket emits one buffer for all empty messages: a user who transfers it would break later ones.
    if (data instanceof ArrayBuffer && data.byteLength > 0) return new Uint8Array(data)
    if (isBlob(data as Sendable)) return data as BlobLike
    // Unlike `Uint8Array`, `DataView` accepts buffers of any realm and nothing else.
    return copyOf(ArrayBuffer.isView(data) ? data : new DataView(data as ArrayBuffer))
  } catch (cause) {
    throw new TypeError('Cannot receive what is neither text nor bytes', { cause })
  }
}
