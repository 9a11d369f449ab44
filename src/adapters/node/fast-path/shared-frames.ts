// Fewer bytes are written as one buffer.
const JOINED_BELOW = 65_536

/**
 * Unmasked frames of one tick that many connections write, in the order in which they were added. Each connection writes a
 * range of them; the bytes are the same for all, however many have to wait for the network.
 */
export class SharedFrames {
  readonly #frames: Buffer[] = []
  // The bytes up to the end of each frame.
  readonly #ends: number[] = []
  // The range that was written last: most connections write the same one.
  #from = 0
  #to = 0
  #chunks: readonly Buffer[] = []

  /** Bytes of all frames. */
  get size(): number {
    return this.#ends.at(-1) ?? 0
  }

  /** Adds a frame, and returns its index. */
  add(frame: Buffer): number {
    this.#ends.push(this.size + frame.length)
    return this.#frames.push(frame) - 1
  }

  /** Bytes of the frames from an index to another, without the second. */
  bytes(from: number, to: number): number {
    return Number(this.#ends[to - 1]) - (from > 0 ? Number(this.#ends[from - 1]) : 0)
  }

  /** The buffers to write for a range of frames. */
  chunks(from: number, to: number): readonly Buffer[] {
    if (from !== this.#from || to !== this.#to) {
      const frames = this.#frames.slice(from, to)
      const isJoined = frames.length > 1 && this.bytes(from, to) < JOINED_BELOW
      this.#chunks = isJoined ? [Buffer.concat(frames)] : frames
      this.#from = from
      this.#to = to
    }
    return this.#chunks
  }
}
