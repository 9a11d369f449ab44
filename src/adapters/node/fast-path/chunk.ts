import { applyMask, type Maskable, maskable } from './mask.js'

const EMPTY: Buffer = /* @__PURE__ */ Buffer.alloc(0)

// The chunk that is being read, and its views, which are created when they are needed and shared by all frames in it. They
// are variables and not an object of a class: V8 discards compiled code that depends on a class when a garbage collection
// finds no instance of it. A handler can cause another connection to be read, so each use selects its chunk.
let chunk = EMPTY
let memory: ArrayBuffer | undefined
let plain: Uint8Array<ArrayBuffer> | undefined
let masked: Maskable | undefined

/** Returns a view of a part of a chunk. */
export function viewOf(bytes: Buffer, start: number, end: number): Uint8Array<ArrayBuffer> {
  if (bytes !== chunk) select(bytes)
  // Each access to `buffer` of a view takes as long as creating one.
  memory ??= bytes.buffer as ArrayBuffer
  return new Uint8Array(memory, bytes.byteOffset + start, end - start)
}

/** Copies a part of a chunk into a buffer of exactly its size. */
export function copyOf(bytes: Buffer, start: number, end: number): Uint8Array<ArrayBuffer> {
  if (bytes !== chunk) select(bytes)
  // `slice` of a plain array is the fastest copy; that of a `Buffer` is a view.
  plain ??= viewOf(bytes, 0, bytes.length)
  return plain.slice(start, end)
}

/** Masks or unmasks a payload of a chunk in place. */
export function unmask(bytes: Buffer, start: number, end: number): void {
  if (bytes !== chunk) select(bytes)
  masked ??= maskable(bytes)
  applyMask(masked, start, end)
}

/** Releases the memory of the chunk that was read last. */
export function releaseChunk(): void {
  if (chunk !== EMPTY) select(EMPTY)
}

function select(bytes: Buffer): void {
  chunk = bytes
  memory = plain = masked = undefined
}
