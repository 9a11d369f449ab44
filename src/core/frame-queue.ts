// Each frame after the first 1024 weighs at least 64 bytes, so that a flood of empty frames reaches a limit too.
const FREE_FRAMES = 1024
const FRAME_OVERHEAD = 64

interface Link<T> {
  readonly item: T
  readonly bytes: number
  next?: Link<T>
}

/** A queue of frames, or of other values, that counts their bytes. */
export class FrameQueue<T> {
  #first: Link<T> | undefined
  #last: Link<T> | undefined
  #length = 0
  #bytes = 0

  get length(): number {
    return this.#length
  }

  /** The sum of the bytes given to `push`. */
  get bytes(): number {
    return this.#bytes
  }

  /**
   * The weight to compare with a limit: the bytes, or more for a great number of small frames.
   *
   * @param frames How many frames to add to those in the queue.
   * @param bytes The bytes of the frames to add.
   */
  weight(frames = 0, bytes = 0): number {
    return Math.max(this.#bytes + bytes, (this.#length + frames - FREE_FRAMES) * FRAME_OVERHEAD)
  }

  push(item: T, bytes: number): void {
    const link: Link<T> = { item, bytes }
    if (this.#last) this.#last.next = link
    else this.#first = link
    this.#last = link
    this.#length++
    this.#bytes += bytes
  }

  shift(): T | undefined {
    const link = this.#first
    if (!link) return undefined
    this.#first = link.next
    if (!link.next) this.#last = undefined
    this.#length--
    this.#bytes -= link.bytes
    return link.item
  }

  /** Moves all frames of another queue to the end of this one. */
  append(other: FrameQueue<T>): void {
    if (!other.#first) return
    if (this.#last) this.#last.next = other.#first
    else this.#first = other.#first
    this.#last = other.#last
    this.#length += other.#length
    this.#bytes += other.#bytes
    other.clear()
  }

  clear(): void {
    this.#first = this.#last = undefined
    this.#length = this.#bytes = 0
  }
}
