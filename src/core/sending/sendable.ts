import type { BlobLike, Sendable } from '../frame.js'

/**
 * Checks what is added to a sink.
 *
 * @throws {TypeError} If it can't be sent.
 */
export function checkSendable(data: unknown): Sendable {
  if (typeof data === 'string') return data
  // Browsers refuse views of shared memory; a copy is sent alike everywhere. One from another realm is copied too.
  if (ArrayBuffer.isView(data)) return data.buffer instanceof ArrayBuffer ? data : copyOf(data)
  // By tag and not by `instanceof`, which fails for what comes from another realm.
  const tag = Object.prototype.toString.call(data).slice(8, -1)
  if (/^(ArrayBuffer|Blob|File)$/.test(tag)) return data as Sendable
  throw new TypeError(`Cannot send ${tag}: use a string, ArrayBuffer, view or Blob`)
}

/** A copy that later changes of the original do not reach. */
export function snapshot(data: Sendable): Sendable {
  return typeof data === 'string' || isBlob(data) ? data : copyOf(data)
}

/** Tells a `Blob`, which has to be read before its bytes can be sent, from what has them. */
export function isBlob(data: Sendable): data is BlobLike {
  return typeof data === 'object' && !ArrayBuffer.isView(data) && 'size' in data
}

/** The bytes of a buffer or view in a buffer of their own. */
export function copyOf(data: ArrayBuffer | ArrayBufferView): Uint8Array<ArrayBuffer> {
  const { buffer = data, byteOffset, byteLength } = data as Partial<ArrayBufferView>
  return new Uint8Array(new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength))
}
