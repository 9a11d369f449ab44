import { attempt } from '../attempt.js'
import type { BlobLike, Sendable } from '../frame.js'

/**
 * Checks a value that is added to a sink.
 *
 * @throws {TypeError} If it cannot be sent.
 */
export function checkSendable(data: unknown): Sendable {
  if (isSendable(data)) return data
  const tag = tagOf(data)
  throw new TypeError(
    `Cannot send ${tag}: use a string (as by JSON.stringify), ArrayBuffer, view or Blob`,
  )
}

/**
 * Whether a value is text or binary data.
 *
 * @throws {TypeError} If it is binary data that cannot be read.
 */
export function isSendable(data: unknown): data is Sendable {
  if (typeof data === 'string') return true
  // `isView` is true for views of any realm, and for nothing that only looks like one.
  if (ArrayBuffer.isView(data)) {
    checkAttached(data)
    return true
  }
  return tagOf(data) === 'ArrayBuffer' ? isAttached(data) : isReadableBlob(data)
}

function tagOf(data: unknown): string {
  return Object.prototype.toString.call(data).slice(8, -1)
}

/**
 * Throws if the buffer of a view is detached, or was made shorter than the view: such a view is empty. The `buffer` is not looked
 * at, because V8 then moves the bytes of a small array, which takes longer than sending them.
 */
function checkAttached(view: ArrayBufferView): void {
  try {
    // The `byteLength` of a `DataView` throws by itself.
    if (view.byteLength === 0 && 'length' in view) Uint8Array.prototype.values.call(view)
  } catch (cause) {
    throw new TypeError('Cannot send a view whose buffer is detached or too short', { cause })
  }
}

/** Whether a value with the tag of an `ArrayBuffer` is one, of any realm, and not detached. */
function isAttached(buffer: unknown): boolean {
  return attempt(() => new DataView(buffer as ArrayBuffer)) !== undefined
}

/**
 * Whether the value is a `Blob` of the platform or of a library. The tag is not checked: the blobs of React Native and happy-dom
 * have none. A blob whose size cannot be read, such as a closed one, is refused.
 */
function isReadableBlob(data: unknown): boolean {
  const { Blob } = globalThis as { readonly Blob?: new () => BlobLike }
  try {
    const { size, slice, arrayBuffer } = Object(data) as Partial<BlobLike>
    if (typeof slice !== 'function' || typeof size !== 'number' || !(size >= 0)) return false
    return typeof arrayBuffer === 'function' || (Blob !== undefined && data instanceof Blob)
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
  return typeof data === 'object' && 'size' in data && !('byteLength' in data)
}

/**
 * Returns data in a form that every platform sends: a copy where the bytes are in shared memory, in a buffer that can be resized
 * or grown, or in one of another realm.
 */
export function plainCopy(data: Sendable): Sendable {
  if (typeof data === 'string' || isBlob(data)) return data
  const buffer = ArrayBuffer.isView(data) ? data.buffer : data
  const { resizable } = buffer as { readonly resizable?: boolean }
  return buffer instanceof ArrayBuffer && !resizable ? data : copyOf(data)
}

/** Copies the bytes of a buffer or view into a new buffer. */
export function copyOf(data: ArrayBuffer | ArrayBufferView): Uint8Array<ArrayBuffer> {
  const { buffer = data, byteOffset, byteLength } = data as Partial<ArrayBufferView>
  return new Uint8Array(new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength))
}
