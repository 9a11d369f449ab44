import { isUtf8 } from 'node:buffer'
import type { Frame } from '../../../core/frame.js'
import { Chunk } from './chunk.js'
import { FIN_BINARY, FIN_TEXT, FrameHeader } from './frame-header.js'

/** What the reader needs of its surroundings. */
export interface ReaderPort {
  /** Whether frames must be masked: the server's side reads those of a client. */
  readonly isServer: boolean
  /** Bytes of the longest payload accepted. */
  readonly maxPayload: number
  /** Whether binary frames are views into what was read, instead of copies. */
  readonly sharesFrames: boolean
  /** Whether ws goes on reading: it has seen neither a close frame nor anything it refuses, and nobody has ended it. */
  readonly isWsOpen: boolean
  /** Gives a frame to the channel. */
  deliver(frame: Frame): void
  /** Gives bytes to ws, which reads them at once. */
  pass(bytes: Buffer): void
  /** From now on `giveUp` is to be called before ws sees the connection's end. */
  awaitEnd(): void
  /** From now on it need not be. */
  ignoreEnd(): void
  /** Lets ws read for itself from the next byte on. */
  standAside(): void
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

const NOTHING: Buffer = /* @__PURE__ */ Buffer.alloc(0)
// One for all frames of all channels, read anew for each: nothing is allocated for a frame but the frame.
const header: FrameHeader = /* @__PURE__ */ new FrameHeader()

/**
 * Takes the plain data frames out of what the network brings: text and binary, unfragmented, uncompressed, masked or not as
 * they must be, and whole within one chunk. All other bytes go to ws, untouched and in order: control frames, fragments,
 * frames that span chunks. At the first byte that ws might refuse, and at a close frame, it gives everything back to ws,
 * for good: what such bytes mean, and what is answered, only ws decides.
 */
export class FrameReader {
  readonly #port: ReaderPort
  // Bytes to come that belong to a frame ws is reading.
  #owed = 0
  // Whether ws has the beginning of a fragmented message, and how many bytes of it.
  #isFragmented = false
  #fragmentBytes = 0
  // What came and could not be read yet: a cut header, or all that follows a pause.
  #kept = NOTHING
  #isPaused = false
  #isOver = false

  constructor(port: ReaderPort) {
    this.#port = port
  }

  /** Whether ws has everything back. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** Takes a chunk from the network. */
  read(bytes: Buffer): void {
    const kept = this.#takeKept()
    this.#parse(new Chunk(kept === NOTHING ? bytes : Buffer.concat([kept, bytes])))
  }

  /** Delivers nothing more, of what has been read neither, until `resume`. */
  pause(): void {
    this.#isPaused = true
  }

  /** Goes on with what was read before the pause; `done` is called unless a handler pauses again. */
  resume(done: () => void): void {
    this.#isPaused = false
    // A frame is never delivered inside the call that asks for it.
    process.nextTick(() => {
      if (!this.#isPaused) this.#parse(new Chunk(this.#takeKept()))
      if (!this.#isPaused) done()
    })
  }

  /** Gives everything back to ws, beginning with what is kept, paused or not. */
  giveUp(): void {
    const kept = this.#takeKept()
    this.stop()
    this.#port.pass(kept)
  }

  /** Reads nothing more, and forgets what is kept. */
  stop(): void {
    this.#takeKept()
    if (this.#isOver) return
    this.#isOver = true
    this.#port.standAside()
  }

  #parse(chunk: Chunk): void {
    let at = 0
    if (this.#owed > 0 && chunk.length > 0) at = this.#handOver(chunk, 0, this.#owed)
    while (at < chunk.length && !this.#isOver) {
      if (this.#isPaused) {
        this.#keep(chunk.bytes.subarray(at))
        return
      }
      at = this.#readFrame(chunk, at)
    }
  }

  /** Reads the frame at a place, or has ws do it; gives where to go on: at the end if the rest is kept or given back. */
  #readFrame(chunk: Chunk, at: number): number {
    if (chunk.length - at < 2) return this.#keepCut(chunk, at)
    header.read(chunk.bytes, at)
    const { next } = header
    if (this.#isPlain(chunk) && this.#take(chunk)) return next
    if (!this.#isForWs()) return this.#giveBack(chunk, at)
    if (next === 0) return this.#keepCut(chunk, at)
    this.#note()
    return this.#handOver(chunk, at, next - at)
  }

  #keep(bytes: Buffer): void {
    this.#kept = bytes
    this.#port.awaitEnd()
  }

  #takeKept(): Buffer {
    const kept = this.#kept
    if (kept === NOTHING) return kept
    this.#kept = NOTHING
    this.#port.ignoreEnd()
    return kept
  }

  /** Keeps a cut header; a copy, as it may be long until its rest comes, and the chunk is large. */
  #keepCut(chunk: Chunk, at: number): number {
    this.#keep(Buffer.from(chunk.bytes.subarray(at)))
    return chunk.length
  }

  #giveBack(chunk: Chunk, at: number): number {
    this.stop()
    if (at < chunk.length) this.#port.pass(chunk.bytes.subarray(at))
    return chunk.length
  }

  #isPlain(chunk: Chunk): boolean {
    const { first, isMasked, length, next } = header
    return (
      (first === FIN_TEXT || first === FIN_BINARY) &&
      next > 0 &&
      next <= chunk.length &&
      !this.#isFragmented &&
      isMasked === this.#port.isServer &&
      length <= this.#port.maxPayload
    )
  }

  /** Delivers a plain frame; `false` for text that is not UTF-8, which ws refuses. */
  #take(chunk: Chunk): boolean {
    const { first, isMasked, start, next } = header
    if (isMasked) chunk.applyMask(start, next)
    if (first === FIN_BINARY) {
      this.#port.deliver(
        this.#port.sharesFrames ? chunk.view(start, next) : chunk.copy(start, next),
      )
      return true
    }
    const text = chunk.text(start, next)
    // Only where the replacement character occurs may it stand for something that is no UTF-8.
    if (text.includes(REPLACEMENT) && !isUtf8(chunk.view(start, next))) {
      if (isMasked) chunk.applyMask(start, next)
      return false
    }
    this.#port.deliver(text)
    return true
  }

  /** Whether ws accepts such a header, as far as it is there, and reads on after the frame. A close frame is the last. */
  #isForWs(): boolean {
    const { first, isMasked, shortLength, length } = header
    if (first & RESERVED || isMasked !== this.#port.isServer) return false
    const opcode = first & OPCODE
    if (opcode === PING || opcode === PONG) return first >= FIN && shortLength <= LONGEST_CONTROL
    const isExpected = this.#isFragmented
      ? opcode === CONTINUATION
      : opcode === TEXT || opcode === BINARY
    return isExpected && this.#fragmentBytes + length <= this.#port.maxPayload
  }

  /** Follows whether ws has a message of which fragments are still to come. */
  #note(): void {
    const { first, length } = header
    if ((first & OPCODE) > BINARY) return
    this.#isFragmented = first < FIN
    this.#fragmentBytes = this.#isFragmented ? this.#fragmentBytes + length : 0
  }

  /**
   * Gives so many bytes to ws, as far as they are there, and all that follows too if it reads no further; gives where to
   * go on.
   */
  #handOver(chunk: Chunk, at: number, size: number): number {
    const end = Math.min(at + size, chunk.length)
    let goesOn = false
    this.#owed = at + size - end
    try {
      this.#port.pass(chunk.bytes.subarray(at, end))
      goesOn = this.#port.isWsOpen
    } finally {
      // A listener of somebody else's that throws stops ws for good: without a gap, what follows waits behind it there.
      if (!goesOn && !this.#isOver) this.#giveBack(chunk, end)
    }
    return goesOn ? end : chunk.length
  }
}
