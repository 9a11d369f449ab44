import { isUtf8 } from 'node:buffer'
import type { Frame } from '../../../core/frame.js'
import { Chunk } from './chunk.js'
import { FIN_BINARY, FIN_TEXT, readHeader, type WireFrameHeader } from './wire-frame-header.js'

/** What the reader needs of the connection and of ws. */
export interface ReaderPort {
  /** Whether this is the server's side, which must receive masked frames. */
  readonly isServer: boolean
  /** Bytes of the longest payload that is accepted. */
  readonly maxPayload: number
  /** Whether binary frames are views into what was read, instead of copies. */
  readonly sharesFrames: boolean
  /** Whether ws still reads: it has received no close frame, has found no error, and nobody has closed it. */
  readonly isWsOpen: boolean
  /** Delivers a frame to the channel. */
  deliver(frame: Frame): void
  /** Passes bytes to ws, which reads them synchronously. */
  pass(bytes: Buffer): void
  /** Has `handAllToWs` called before ws handles the end of the connection. */
  awaitEnd(): void
  /** Undoes `awaitEnd`. */
  ignoreEnd(): void
  /** Makes ws read the connection itself from the next byte on. */
  restoreWs(): void
}

const FIN = 0x80
const RESERVED = 0x70
const OPCODE = 0x0f
const CONTINUATION = 0x0
const TEXT = 0x1
const BINARY = 0x2
const PING = 0x9
const PONG = 0xa
const LONGEST_CONTROL = 125
const REPLACEMENT = '\uFFFD'

const EMPTY: Buffer = /* @__PURE__ */ Buffer.alloc(0)

/**
 * Reads plain data frames in place of ws: text and binary, unfragmented, uncompressed, masked as the side requires, and
 * complete within one chunk. Passes all other bytes to ws, unchanged and in order: control frames, fragments, and frames that
 * span chunks. At a close frame, and at the first byte that ws might reject, the reader ends and ws reads the connection
 * itself again: ws decides what such bytes mean and how to answer.
 */
export class WireFrameReader {
  readonly #port: ReaderPort
  // Bytes still to arrive of a frame that ws has begun to read.
  #pendingBytes = 0
  // Whether ws has received the beginning of a fragmented message, and the payload bytes it has of it.
  #isFragmented = false
  #fragmentBytes = 0
  // Bytes that arrived and are not parsed yet: an incomplete header, or everything after a pause.
  #unparsed = EMPTY
  #isPaused = false
  #isOver = false

  constructor(port: ReaderPort) {
    this.#port = port
  }

  /** Whether ws reads the connection itself again. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** Reads a chunk from the network. */
  read(bytes: Buffer): void {
    const unparsed = this.#takeUnparsed()
    this.#parse(new Chunk(unparsed === EMPTY ? bytes : Buffer.concat([unparsed, bytes])))
  }

  /** Stops delivery until `resume`, also of frames that have been read already. */
  pause(): void {
    this.#isPaused = true
  }

  /** Continues after a pause; `done` is called when everything read before is delivered, unless a handler pauses again. */
  resume(done: () => void): void {
    this.#isPaused = false
    // In a later tick: no frame is delivered inside the call that resumes.
    process.nextTick(() => {
      if (!this.#isPaused) this.#parse(new Chunk(this.#takeUnparsed()))
      if (!this.#isPaused) done()
    })
  }

  /** Ends the reader and passes everything unparsed to ws, paused or not. */
  handAllToWs(): void {
    const unparsed = this.#takeUnparsed()
    this.stop()
    this.#port.pass(unparsed)
  }

  /** Ends the reader and drops everything unparsed. */
  stop(): void {
    this.#takeUnparsed()
    if (this.#isOver) return
    this.#isOver = true
    this.#port.restoreWs()
  }

  #parse(chunk: Chunk): void {
    let at = 0
    if (this.#pendingBytes > 0 && chunk.length > 0) {
      at = this.#passToWs(chunk, 0, this.#pendingBytes)
    }
    while (at < chunk.length && !this.#isOver) {
      if (this.#isPaused) {
        this.#keep(chunk.bytes.subarray(at))
        return
      }
      at = this.#readFrame(chunk, at)
    }
  }

  /** Reads the frame at an offset, or passes it to ws. Returns the offset to continue at: the end if nothing is left to parse. */
  #readFrame(chunk: Chunk, at: number): number {
    if (chunk.length - at < 2) return this.#keepPartialHeader(chunk, at)
    const header = readHeader(chunk.bytes, at)
    const { next } = header
    if (this.#isPlain(chunk, header) && this.#deliver(chunk, header)) return next
    if (!this.#isAcceptedByWs(header)) return this.#handToWs(chunk, at)
    if (next === 0) return this.#keepPartialHeader(chunk, at)
    this.#trackFragments(header)
    return this.#passToWs(chunk, at, next - at)
  }

  #keep(bytes: Buffer): void {
    this.#unparsed = bytes
    this.#port.awaitEnd()
  }

  #takeUnparsed(): Buffer {
    const unparsed = this.#unparsed
    if (unparsed === EMPTY) return unparsed
    this.#unparsed = EMPTY
    this.#port.ignoreEnd()
    return unparsed
  }

  /** Keeps a copy of an incomplete header: the rest may take long to arrive, and a view would retain the whole chunk. */
  #keepPartialHeader(chunk: Chunk, at: number): number {
    this.#keep(Buffer.from(chunk.bytes.subarray(at)))
    return chunk.length
  }

  #handToWs(chunk: Chunk, at: number): number {
    this.stop()
    if (at < chunk.length) this.#port.pass(chunk.bytes.subarray(at))
    return chunk.length
  }

  #isPlain(chunk: Chunk, { first, isMasked, length, next }: WireFrameHeader): boolean {
    return (
      (first === FIN_TEXT || first === FIN_BINARY) &&
      next > 0 &&
      next <= chunk.length &&
      !this.#isFragmented &&
      isMasked === this.#port.isServer &&
      length <= this.#port.maxPayload
    )
  }

  /** Delivers a plain frame. Returns `false` for text that is not valid UTF-8, which ws rejects. */
  #deliver(chunk: Chunk, { first, isMasked, start, next }: WireFrameHeader): boolean {
    if (isMasked) chunk.applyMask(start, next)
    if (first === FIN_BINARY) {
      this.#port.deliver(
        this.#port.sharesFrames ? chunk.view(start, next) : chunk.copy(start, next),
      )
      return true
    }
    const text = chunk.text(start, next)
    // Decoding replaces invalid bytes by U+FFFD: only text with that character has to be validated.
    if (text.includes(REPLACEMENT) && !isUtf8(chunk.view(start, next))) {
      if (isMasked) chunk.applyMask(start, next)
      return false
    }
    this.#port.deliver(text)
    return true
  }

  /** Whether ws accepts the header, as far as it has arrived, and continues after the frame. A close frame is the last. */
  #isAcceptedByWs({ first, isMasked, shortLength, length }: WireFrameHeader): boolean {
    if (first & RESERVED || isMasked !== this.#port.isServer) return false
    const opcode = first & OPCODE
    if (opcode === PING || opcode === PONG) return first >= FIN && shortLength <= LONGEST_CONTROL
    const isExpected = this.#isFragmented
      ? opcode === CONTINUATION
      : opcode === TEXT || opcode === BINARY
    return isExpected && this.#fragmentBytes + length <= this.#port.maxPayload
  }

  /** Records whether ws is inside a fragmented message after this frame. */
  #trackFragments({ first, length }: WireFrameHeader): void {
    if ((first & OPCODE) > BINARY) return
    this.#isFragmented = first < FIN
    this.#fragmentBytes = this.#isFragmented ? this.#fragmentBytes + length : 0
  }

  /** Passes `size` bytes to ws, as far as they have arrived, and everything after them if ws stops there. */
  #passToWs(chunk: Chunk, at: number, size: number): number {
    const end = Math.min(at + size, chunk.length)
    let isOpen = false
    this.#pendingBytes = at + size - end
    try {
      this.#port.pass(chunk.bytes.subarray(at, end))
      isOpen = this.#port.isWsOpen
    } finally {
      // If another ws listener throws, ws stops reading. It gets the rest of the chunk, so that no frame is skipped.
      if (!isOpen && !this.#isOver) this.#handToWs(chunk, end)
    }
    return isOpen ? end : chunk.length
  }
}
