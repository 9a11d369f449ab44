import { Buffer } from 'node:buffer'

const MASK_BYTES = 4
const FIRST_CONTROL_OPCODE = 8
const NOTHING = Buffer.alloc(0)

/** Counts the frames of a client by their headers, and looks at no payload. */
export class FrameCounter {
  #onControl
  // Bytes of a header that a chunk's end cut.
  #cut = NOTHING
  #opcode
  // Payload bytes of the frame under way that are still to come.
  #rest = 0

  /** @param onControl Called with the opcode of each control frame that has come. */
  constructor(onControl) {
    this.#onControl = onControl
  }

  /** Gives how many data frames end in a chunk. */
  take(received) {
    const chunk = this.#cut.length > 0 ? Buffer.concat([this.#cut, received]) : received
    this.#cut = NOTHING
    let frames = 0
    let at = 0
    while (at < chunk.length) {
      if (this.#opcode === undefined) {
        const header = this.#begin(chunk, at)
        if (header === 0) {
          this.#cut = chunk.subarray(at)
          break
        }
        at += header
      }
      const step = Math.min(this.#rest, chunk.length - at)
      at += step
      this.#rest -= step
      if (this.#rest === 0) frames += this.#finish()
    }
    return frames
  }

  /** Reads a header and gives its length, or 0 if it is cut (RFC 6455 section 5.2). */
  #begin(chunk, at) {
    const left = chunk.length - at
    if (left < 2) return 0
    const short = chunk[at + 1] & 0x7f
    const header = 2 + (short === 127 ? 8 : short === 126 ? 2 : 0) + MASK_BYTES
    if (left < header) return 0
    this.#opcode = chunk[at] & 0x0f
    this.#rest = short
    if (short === 126) this.#rest = chunk.readUInt16BE(at + 2)
    if (short === 127) this.#rest = chunk.readUIntBE(at + 4, 6)
    return header
  }

  #finish() {
    const opcode = this.#opcode
    this.#opcode = undefined
    if (opcode < FIRST_CONTROL_OPCODE) return 1
    this.#onControl(opcode)
    return 0
  }
}
