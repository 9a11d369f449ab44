// Each item after the first 1024 weighs at least 64 bytes, so that a flood of empty frames reaches a limit too.
const FREE_ITEMS = 1024
const ITEM_OVERHEAD = 64

/** Measures the items of a queue. */
export interface Weigher<T> {
  /** Returns the bytes of an item. */
  readonly exactly: (item: T) => number
  /** Returns that number or a larger one, faster. */
  readonly atMost: (item: T) => number
}

interface Link<T> {
  readonly item: T
  bytes: number
  next: Link<T> | undefined
}

/** A queue of frames, or of other items, that knows their bytes. It measures an item only when the exact number matters. */
export class FrameQueue<T> {
  readonly #weigher: Weigher<T>
  #first: Link<T> | undefined
  #last: Link<T> | undefined
  // The last of the links, counted from the first, whose `bytes` are exact.
  #measured: Link<T> | undefined
  #length = 0
  #bytes = 0

  constructor(weigher: Weigher<T>) {
    this.#weigher = weigher
  }

  get length(): number {
    return this.#length
  }

  /** The bytes of all items. */
  get bytes(): number {
    for (;;) {
      const link = this.#measured ? this.#measured.next : this.#first
      if (!link) return this.#bytes
      const bytes = this.#weigher.exactly(link.item)
      this.#bytes += bytes - link.bytes
      link.bytes = bytes
      this.#measured = link
    }
  }

  /**
   * Returns what a limit is compared with: the bytes of all items, or more if many of them are small. The number is exact only
   * if it is above the limit.
   *
   * @param more An item that is not in the queue, counted with those that are.
   */
  weigh(limit: number, more?: T): number {
    const { exactly, atMost } = this.#weigher
    const overhead = (this.#length + (more === undefined ? 0 : 1) - FREE_ITEMS) * ITEM_OVERHEAD
    const estimate = this.#bytes + (more === undefined ? 0 : atMost(more))
    // Most queues are far below the limit, and nothing has to be measured.
    if (estimate <= limit) return Math.max(overhead, estimate)
    return Math.max(overhead, this.bytes + (more === undefined ? 0 : exactly(more)))
  }

  /**
   * Adds an item at the end, unless the weight would exceed the limit then; in that case returns the excessive weight. An
   * item that exceeds the limit by itself is accepted by an empty queue, and the limit applies to what is added behind it.
   */
  add(item: T, limit: number): number | undefined {
    const first = this.#first
    if (first) {
      const weight = this.weigh(limit, item)
      if (weight - (first.bytes > limit ? first.bytes : 0) > limit) return weight
    }
    this.push(item)
    return undefined
  }

  push(item: T): void {
    const bytes = this.#weigher.atMost(item)
    const link: Link<T> = { item, bytes, next: undefined }
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
    if (link === this.#measured) this.#measured = undefined
    this.#length--
    this.#bytes -= link.bytes
    return link.item
  }

  /** Moves all items of another queue to the end of this one. */
  append(other: FrameQueue<T>): void {
    if (!other.#first) return
    if (this.#last === this.#measured) this.#measured = other.#measured ?? this.#last
    if (this.#last) this.#last.next = other.#first
    else this.#first = other.#first
    this.#last = other.#last
    this.#length += other.#length
    this.#bytes += other.#bytes
    other.clear()
  }

  clear(): void {
    this.#first = this.#last = this.#measured = undefined
    this.#length = this.#bytes = 0
  }
}
