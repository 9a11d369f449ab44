import { isUtf8 } from 'node:buffer'
import { inMicrotask } from '../../../core/microtask.js'
import type { SocketHandlers } from '../../../core/socket.js'
import { decodeUtf8 } from '../decode-utf8.js'
import { isAcceptedByWs, isDataFrame, isFinal } from './accepted-by-ws.js'
import { copyOf, releaseChunk, unmask, viewOf } from './chunk.js'
import {
  FIN_BINARY,
  FIN_TEXT,
  joinedHeader,
  payloadStart,
  readHeader,
  readLength,
  type WireFrameHeader,
} from './wire-frame-header.js'

/** What the reader needs of ws and of the connection. */
export interface ReaderPort {
  /** Whether this is the server's side, which must receive masked frames. */
  readonly isServer: boolean
  /** Bytes of the longest payload that is accepted. */
  readonly maxPayload: number
  /** Whether binary frames are views into what was read, instead of copies. */
  readonly sharesFrames: boolean
  /** Receives the frames. */
  readonly handlers: Pick<SocketHandlers, 'message'>
  /** Whether ws still reads: it has received no close frame, has found no error, and nobody has closed it. */
  readonly isWsOpen: boolean
  /** Passes bytes to ws, which reads them synchronously. */
  pass(bytes: Buffer): void
  /** Has `handAllToWs` called before ws handles the end of the connection. */
  awaitEnd(): void
  /** Undoes `awaitEnd`. */
  ignoreEnd(): void
  /** Makes ws read the connection itself from the next byte on. */
  restoreWs(): void
}

const REPLACEMENT = '\uFFFD'
// Bytes of the longest payload that is put together from two chunks. ws reads longer frames.
const LONGEST_JOINED = 16_384

const EMPTY: Buffer = /* @__PURE__ */ Buffer.alloc(0)

/**
 * Reads plain data frames in place of ws: text and binary, unfragmented, uncompressed, masked as the side requires, and
 * complete within one chunk or, if they are short, two. Passes all other bytes to ws, unchanged and in order: control frames,
 * fragments, and frames that span more chunks. At a close frame, and at the first byte that ws might reject, the reader ends
 * and ws reads the connection itself again: ws decides what such bytes mean and how to answer.
 */
export class WireFrameReader {
  readonly #port: ReaderPort
  // Bytes still to arrive of a frame that ws has begun to read.
  #pendingBytes = 0
  // Whether ws has received the beginning of a fragmented message, and the payload bytes it has of it.
  #isFragmented = false
  #fragmentBytes = 0
  // Bytes that arrived and are not parsed yet: the beginning of a frame, or everything after a pause.
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
  read(chunk: Buffer): void {
    const cut = this.#takeUnparsed()
    this.#parse(chunk, cut === EMPTY ? this.#passPending(chunk) : this.#join(cut, chunk))
  }

  /** Stops delivery until `resume`, also of frames that have been read already. */
  pause(): void {
    this.#isPaused = true
  }

  /** Continues after a pause; `done` is called when everything read before is delivered, unless a handler pauses again. */
  resume(done: () => void): void {
    this.#isPaused = false
    // No frame is delivered inside the call that resumes.
    inMicrotask(() => {
      if (!this.#isPaused) this.#parse(this.#takeUnparsed(), 0)
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

  /** Reads all frames from an offset on. */
  #parse(chunk: Buffer, from: number): void {
    let at = from
    while (at < chunk.length && !this.#isOver) {
      if (this.#isPaused) {
        this.#keep(chunk.subarray(at))
        break
      }
      at = this.#readPlain(chunk, at) || this.#passFrame(chunk, at)
    }
    releaseChunk()
  }

  /** Delivers the plain frame at an offset and returns the offset of the next frame. Returns 0 for everything else. */
  #readPlain(chunk: Buffer, at: number): number {
    const first = chunk[at]
    if (this.#isFragmented || (first !== FIN_TEXT && first !== FIN_BINARY)) return 0
    const start = payloadStart(chunk, at, this.#port)
    if (start === 0) return 0
    const length = readLength(chunk, at)
    const next = start + length
    if (next > chunk.length || length > this.#port.maxPayload) return 0
    if (this.#port.isServer) unmask(chunk, start, next)
    if (first === FIN_TEXT) return this.#deliverText(chunk, start, next)
    const { handlers, sharesFrames } = this.#port
    handlers.message(sharesFrames ? viewOf(chunk, start, next) : copyOf(chunk, start, next))
    return next
  }

  /** Delivers a text frame and returns the offset of the next frame. Returns 0 for invalid UTF-8, which ws rejects. */
  #deliverText(chunk: Buffer, start: number, end: number): number {
    const text = decodeUtf8(chunk, start, end)
    // Decoding replaces invalid bytes by U+FFFD: only text with that character has to be validated.
    if (text.includes(REPLACEMENT) && !isUtf8(viewOf(chunk, start, end))) {
      if (this.#port.isServer) unmask(chunk, start, end)
      return 0
    }
    this.#port.handlers.message(text)
    return end
  }

  /** Passes the frame at an offset to ws, or keeps its beginning. Returns the offset to continue at. */
  #passFrame(chunk: Buffer, at: number): number {
    if (chunk.length - at < 2) return this.#keepCut(chunk, at)
    const header = readHeader(chunk, at)
    const { next } = header
    if (!this.#isAccepted(header)) return this.#handToWs(chunk, at)
    const canJoin = next > chunk.length && isShort(header)
    if (next === 0 || canJoin) return this.#keepCut(chunk, at)
    this.#trackFragments(header)
    return this.#passToWs(chunk, at, next - at)
  }

  /** Reads the frame that began in the chunk before. Returns the offset in this chunk to continue at. */
  #join(cut: Buffer, chunk: Buffer): number {
    const { start, next } = joinedHeader(cut, chunk)
    const missing = next - cut.length
    if (!this.#isPaused && missing > 0) {
      if (missing <= chunk.length) {
        const frame = Buffer.concat([cut, chunk.subarray(0, missing)])
        if (this.#readPlain(frame, 0)) return missing
      } else if (start <= cut.length) {
        return this.#passInParts(cut, chunk, next)
      }
    }
    this.#parse(Buffer.concat([cut, chunk]), 0)
    return chunk.length
  }

  /** Passes a frame of `size` bytes that spans more than two chunks to ws, each chunk by itself: ws counts and limits them. */
  #passInParts(cut: Buffer, chunk: Buffer, size: number): number {
    this.#passToWs(cut, 0, size)
    if (!this.#isOver) return this.#passPending(chunk)
    this.#port.pass(chunk)
    return chunk.length
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

  /** Keeps a copy of the beginning of a frame: the rest may take long to arrive, and a view would retain the whole chunk. */
  #keepCut(chunk: Buffer, at: number): number {
    this.#keep(Buffer.from(chunk.subarray(at)))
    return chunk.length
  }

  #handToWs(chunk: Buffer, at: number): number {
    this.stop()
    if (at < chunk.length) this.#port.pass(chunk.subarray(at))
    return chunk.length
  }

  #isAccepted(header: WireFrameHeader): boolean {
    const { isServer, maxPayload } = this.#port
    const isFragmented = this.#isFragmented
    const fragmentBytes = this.#fragmentBytes
    return isAcceptedByWs(header, { isServer, maxPayload, isFragmented, fragmentBytes })
  }

  /** Records whether ws is inside a fragmented message after this frame. */
  #trackFragments(header: WireFrameHeader): void {
    if (!isDataFrame(header)) return
    this.#isFragmented = !isFinal(header)
    this.#fragmentBytes = this.#isFragmented ? this.#fragmentBytes + header.length : 0
  }

  /** Passes the rest of a frame that ws has begun to read. Returns the offset to continue at. */
  #passPending(chunk: Buffer): number {
    return this.#pendingBytes > 0 ? this.#passToWs(chunk, 0, this.#pendingBytes) : 0
  }

  /** Passes `size` bytes to ws, as far as they have arrived, and everything after them if ws stops there. */
  #passToWs(chunk: Buffer, at: number, size: number): number {
    const end = Math.min(at + size, chunk.length)
    let isOpen = false
    this.#pendingBytes = at + size - end
    try {
      this.#port.pass(chunk.subarray(at, end))
      isOpen = this.#port.isWsOpen
    } finally {
      // If another ws listener throws, ws stops reading. It gets the rest of the chunk, so that no frame is skipped.
      if (!isOpen && !this.#isOver) this.#handToWs(chunk, end)
    }
    return isOpen ? end : chunk.length
  }
}

/** Whether a frame is a plain one, and short enough to be put together from two chunks. */
function isShort({ first, length }: WireFrameHeader): boolean {
  return (first === FIN_TEXT || first === FIN_BINARY) && length <= LONGEST_JOINED
}
