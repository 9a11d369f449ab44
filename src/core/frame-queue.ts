import { byteLength } from './byte-length.js'
import type { Sendable } from './frame.js'

// Frames that come in great number weigh at least this much each: a flood of empty ones must reach a limit as well.
const FREE_FRAMES = 1024
const FRAME_OVERHEAD = 64

interface Link<T> {
  readonly item: T
  readonly bytes: number
  next?: Link<T>
}

/** Frames in order, with the bytes they hold. */
export class FrameQueue<T extends Sendable> {
  #first: Link<T> | undefined
  #last: Link<T> | undefined
  #length = 0
  #bytes = 0

  get length(): number {
    return this.#length
  }

  /** Payload bytes, text as UTF-8. */
  get bytes(): number {
    return this.#bytes
  }

  /** What the frames weigh against a limit, with so many more of so many bytes: more than their bytes if many and small. */
  weight(frames = 0, bytes = 0): number {
    return Math.max(this.#bytes + bytes, (this.#length + frames - FREE_FRAMES) * FRAME_OVERHEAD)
  }

  push(item: T, bytes: number = byteLength(item)): void {
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

  /** Takes over all that another holds, behind what is here. */
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
