import type { BlobLike, Sendable } from '../frame.js'

/**
 * Checks a value that is added to a sink.
 *
 * @throws {TypeError} If it cannot be sent.
 */
export function checkSendable(data: unknown): Sendable {
  if (typeof data === 'string') return data
  // Browsers refuse views of shared memory, so a copy is sent everywhere. A view from another realm is copied too.
  if (ArrayBuffer.isView(data)) return data.buffer instanceof ArrayBuffer ? data : copyOf(data)
  // The tag, since `instanceof` fails for objects from another realm.
  const tag = Object.prototype.toString.call(data).slice(8, -1)
  if (/^(ArrayBuffer|Blob|File)$/.test(tag) || isUntaggedBlob(data)) return data as Sendable
  throw new TypeError(
    `Cannot send ${tag}: use a string (as by JSON.stringify), ArrayBuffer, view or Blob`,
  )
}

/** The blobs of React Native and happy-dom have no tag. A blob whose size cannot be read, such as a closed one, is refused. */
function isUntaggedBlob(data: unknown): boolean {
  const { Blob } = globalThis as { readonly Blob?: new () => BlobLike }
  try {
    return Blob !== undefined && data instanceof Blob && typeof data.size === 'number'
  } catch (cause) {
    throw new TypeError('Cannot send a Blob that cannot be read', { cause })
  }
}

/** Returns a copy of binary data, which later changes of the original do not affect. */
export function snapshot(data: Sendable): Sendable {
  return typeof data === 'string' || isBlob(data) ? data : copyOf(data)
}

/** Whether the value is a `Blob`, whose bytes have to be read asynchronously. */
export function isBlob(data: Sendable): data is BlobLike {
  return typeof data === 'object' && !ArrayBuffer.isView(data) && 'size' in data
}

/** Copies the bytes of a buffer or view into a new buffer. */
export function copyOf(data: ArrayBuffer | ArrayBufferView): Uint8Array<ArrayBuffer> {
  const { buffer = data, byteOffset, byteLength } = data as Partial<ArrayBufferView>
  return new Uint8Array(new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength))
}
