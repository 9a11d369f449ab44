import { Buffer } from 'node:buffer'

const MASK_BYTES = 4
const FIRST_CONTROL_OPCODE = 8
const NOTHING = Buffer.alloc(0)

/** Counts the frames of a peer by their headers, and looks at no payload. */
export class FrameCounter {
  #onControl
  #maskBytes
  // The beginning of a header whose rest comes with the next chunk.
  #cut = NOTHING
  #opcode
  // Payload bytes of the current frame that have not arrived.
  #rest = 0

  /**
   * @param onControl Called with the opcode of each control frame.
   * @param options.isMasked Whether the frames have a mask, as those of a client do (RFC 6455 section 5.1).
   */
  constructor(onControl, { isMasked }) {
    this.#onControl = onControl
    this.#maskBytes = isMasked ? MASK_BYTES : 0
  }

  /** Returns how many data frames end in a chunk. */
  take(received) {
    const chunk = this.#cut.length > 0 ? Buffer.concat([this.#cut, received]) : received
    this.#cut = NOTHING
    let frames = 0
    let at = 0
    while (at < chunk.length) {
      if (this.#opcode === undefined) {
        const header = this.#readHeader(chunk, at)
        if (header === 0) {
          this.#cut = chunk.subarray(at)
          break
        }
        at += header
      }
      const step = Math.min(this.#rest, chunk.length - at)
      at += step
      this.#rest -= step
      if (this.#rest === 0) frames += this.#endFrame()
    }
    return frames
  }

  /** Reads a header and returns its length, or 0 if it is incomplete (RFC 6455 section 5.2). */
  #readHeader(chunk, at) {
    const left = chunk.length - at
    if (left < 2) return 0
    const short = chunk[at + 1] & 0x7f
    const header = 2 + (short === 127 ? 8 : short === 126 ? 2 : 0) + this.#maskBytes
    if (left < header) return 0
    this.#opcode = chunk[at] & 0x0f
    this.#rest = short
    if (short === 126) this.#rest = chunk.readUInt16BE(at + 2)
    if (short === 127) this.#rest = chunk.readUIntBE(at + 4, 6)
    return header
  }

  #endFrame() {
    const opcode = this.#opcode
    this.#opcode = undefined
    if (opcode < FIRST_CONTROL_OPCODE) return 1
    this.#onControl(opcode)
    return 0
  }
}
