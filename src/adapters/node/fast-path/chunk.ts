import { decodeUtf8 } from '../decode-utf8.js'
import { applyMask, type Maskable, maskable } from './mask.js'

/** The bytes of one read, with the views that all frames in it share. */
export class Chunk {
  readonly bytes: Buffer
  #plain: Uint8Array<ArrayBuffer> | undefined
  #maskable: Maskable | undefined

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  get length(): number {
    return this.bytes.length
  }

  /** Decodes a part as UTF-8; invalid bytes become U+FFFD. */
  text(start: number, end: number): string {
    return decodeUtf8(this.bytes, start, end)
  }

  /** Returns a view of a part. */
  view(start: number, end: number): Uint8Array<ArrayBuffer> {
    const { buffer, byteOffset } = this.bytes
    return new Uint8Array(buffer as ArrayBuffer, byteOffset + start, end - start)
  }

  /** Copies a part into a buffer of exactly its size. `slice` of a plain array is the fastest copy; a `Buffer`'s is a view. */
  copy(start: number, end: number): Uint8Array<ArrayBuffer> {
    this.#plain ??= this.view(0, this.length)
    return this.#plain.slice(start, end)
  }

  /** Masks or unmasks a part in place. */
  applyMask(start: number, end: number): void {
    this.#maskable ??= maskable(this.bytes)
    applyMask(this.#maskable, start, end)
  }
}
