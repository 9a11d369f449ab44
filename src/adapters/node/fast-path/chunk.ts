import { decodeUtf8 } from '../decode-utf8.js'
import { applyMask, type Maskable, maskable } from './mask.js'

/** What came in one read, with what is made once for all frames in it. */
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

  /** What lies there as text; U+FFFD stands for what is no UTF-8. */
  text(start: number, end: number): string {
    return decodeUtf8(this.bytes, start, end)
  }

  /** What lies there, in place. */
  view(start: number, end: number): Uint8Array<ArrayBuffer> {
    const { buffer, byteOffset } = this.bytes
    return new Uint8Array(buffer as ArrayBuffer, byteOffset + start, end - start)
  }

  /** What lies there, in a buffer of its own. `slice` of a plain array is the quickest that copies; a `Buffer`'s does not. */
  copy(start: number, end: number): Uint8Array<ArrayBuffer> {
    this.#plain ??= this.view(0, this.length)
    return this.#plain.slice(start, end)
  }

  /** Takes a mask off, or puts it back on. */
  applyMask(start: number, end: number): void {
    this.#maskable ??= maskable(this.bytes)
    applyMask(this.#maskable, start, end)
  }
}
