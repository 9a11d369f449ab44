import { isUtf8 } from 'node:buffer'
import type { Frame } from '../../core/frame.js'
import { FrameHeader } from './frame-header.js'
import { applyMask } from './mask.js'

/** What the reader needs of its surroundings. */
export interface ReaderPort {
  /** Whether ws goes on reading: it has seen neither a close frame nor anything it refuses, and nobody has ended it. */
  readonly isWsOpen: boolean
  /** Gives a frame to the channel. */
  deliver(frame: Frame): void
  /** Gives bytes to ws, which reads them at once. */
  pass(bytes: Buffer): void
  /** Lets ws read for itself from the next byte on. */
  standAside(): void
}

/** How frames have to look, and how they are handed out. */
export interface ReaderSettings {
  /** Whether frames must be masked: the server's side reads those of a client. */
  readonly expectsMask: boolean
  /** Bytes of the longest payload accepted. */
  readonly maxPayload: number
  /** Whether binary frames are views into what was read, instead of copies. */
  readonly sharesFrames: boolean
}

const FIN = 0x80
const RESERVED = 0x70
const OPCODE = 0x0f
const CONTINUATION = 0x0
const TEXT = 0x1
const BINARY = 0x2
const PING = 0x9
const PONG = 0xa
const FIN_TEXT = FIN | TEXT
const FIN_BINARY = FIN | BINARY
const LONGEST_CONTROL = 125
const REPLACEMENT = '\uFFFD'

/**
 * Takes the plain data frames out of what the network brings: text and binary, unfragmented, uncompressed, masked or not as
 * they must be, and whole within one chunk. All other bytes go to ws, untouched and in order: control frames, fragments,
 * frames that span chunks. At the first byte that ws might refuse, and at a close frame, it gives everything back to ws,
 * for good: what such bytes mean, and what is answered, only ws decides.
 */
export class FrameReader {
  readonly #port: ReaderPort
  readonly #settings: ReaderSettings
  // One for all frames: nothing is allocated for a frame but the frame.
  readonly #header = new FrameHeader()
  // Bytes to come that belong to a frame ws is reading.
  #owed = 0
  // Whether ws has the beginning of a fragmented message, and how many bytes of it.
  #isFragmented = false
  #fragmentBytes = 0
  // What came and could not be read yet: a cut header, or all that follows a pause.
  #kept: Buffer | undefined
  #isPaused = false
  #isOver = false

  constructor(port: ReaderPort, settings: ReaderSettings) {
    this.#port = port
    this.#settings = settings
  }

  /** Whether ws has everything back. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** Takes a chunk from the network. */
  read(chunk: Buffer): void {
    const kept = this.#kept
    this.#kept = undefined
    this.#parse(kept ? Buffer.concat([kept, chunk]) : chunk)
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
      const kept = this.#kept
      if (kept && !this.#isPaused) {
        this.#kept = undefined
        this.#parse(kept)
      }
      if (!this.#isPaused) done()
    })
  }

  /** Gives everything back to ws, beginning with what is kept, paused or not. */
  giveUp(): void {
    const kept = this.#kept
    this.stop()
    if (kept) this.#port.pass(kept)
  }

  /** Reads nothing more, and forgets what is kept. */
  stop(): void {
    this.#kept = undefined
    if (this.#isOver) return
    this.#isOver = true
    this.#port.standAside()
  }

  #parse(chunk: Buffer): void {
    const header = this.#header
    header.next = 0
    if (this.#owed > 0) this.#handOver(chunk, this.#owed)
    while (header.next < chunk.length && !this.#isOver) {
      header.at = header.next
      if (this.#isPaused) {
        this.#kept = chunk.subarray(header.at)
        return
      }
      if (!this.#readFrame(chunk)) return
    }
  }

  /** Reads the frame at `header.at`, or has ws do it; `false` if it ends the chunk: ws has the rest, or it is kept. */
  #readFrame(chunk: Buffer): boolean {
    const header = this.#header
    const { at } = header
    if (chunk.length - at < 2) return this.#keep(chunk)
    header.read(chunk)
    if (this.#isPlain(chunk, header) && this.#take(chunk, header)) return true
    if (!this.#isForWs(header)) {
      this.#kept = chunk.subarray(at)
      this.giveUp()
      return false
    }
    if (header.next === Infinity) return this.#keep(chunk)
    this.#note(header)
    const size = header.next - at
    header.next = at
    this.#handOver(chunk, size)
    return true
  }

  /** Keeps a cut header; a copy, as it may be long until its rest comes, and the chunk is large. */
  #keep(chunk: Buffer): false {
    this.#kept = Buffer.from(chunk.subarray(this.#header.at))
    return false
  }

  #isPlain(chunk: Buffer, { first, isMasked, length, next }: FrameHeader): boolean {
    return (
      (first === FIN_TEXT || first === FIN_BINARY) &&
      next <= chunk.length &&
      !this.#isFragmented &&
      isMasked === this.#settings.expectsMask &&
      length <= this.#settings.maxPayload
    )
  }

  /** Delivers a plain frame; `false` for text that is not UTF-8, which ws refuses. */
  #take(chunk: Buffer, { first, isMasked, start, next }: FrameHeader): boolean {
    if (isMasked) applyMask(chunk, start, next)
    if (first === FIN_BINARY) {
      this.#port.deliver(this.#bytes(chunk, start, next))
      return true
    }
    const text = chunk.toString('utf8', start, next)
    // Only where the replacement character occurs may it stand for something that is no UTF-8.
    if (text.includes(REPLACEMENT) && !isUtf8(chunk.subarray(start, next))) {
      if (isMasked) applyMask(chunk, start, next)
      return false
    }
    this.#port.deliver(text)
    return true
  }

  #bytes(chunk: Buffer, start: number, end: number): Uint8Array<ArrayBuffer> {
    const view = new Uint8Array(chunk.buffer as ArrayBuffer, chunk.byteOffset + start, end - start)
    return this.#settings.sharesFrames ? view : new Uint8Array(view)
  }

  /** Whether ws accepts such a header, as far as it is there, and reads on after the frame. A close frame is the last. */
  #isForWs({ first, isMasked, shortLength, length }: FrameHeader): boolean {
    if (first & RESERVED || isMasked !== this.#settings.expectsMask) return false
    const opcode = first & OPCODE
    if (opcode === PING || opcode === PONG) return first >= FIN && shortLength <= LONGEST_CONTROL
    const isExpected = this.#isFragmented
      ? opcode === CONTINUATION
      : opcode === TEXT || opcode === BINARY
    return isExpected && this.#fragmentBytes + length <= this.#settings.maxPayload
  }

  /** Follows whether ws has a message of which fragments are still to come. */
  #note({ first, length }: FrameHeader): void {
    if ((first & OPCODE) > BINARY) return
    this.#isFragmented = first < FIN
    this.#fragmentBytes = this.#isFragmented ? this.#fragmentBytes + length : 0
  }

  /** Gives so many of the next bytes to ws, as far as they are there, and all that follows too if it reads no further. */
  #handOver(chunk: Buffer, size: number): void {
    const header = this.#header
    const at = header.next
    const end = Math.min(at + size, chunk.length)
    this.#owed = at + size - end
    header.next = end
    this.#port.pass(chunk.subarray(at, end))
    if (this.#isOver || this.#port.isWsOpen) return
    if (end < chunk.length) this.#kept = chunk.subarray(end)
    this.giveUp()
  }
}
