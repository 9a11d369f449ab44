import type { Frame } from '../../../src/core/frame.js'
import type { Action } from './command.js'

/** What a reader of the stream received: a frame, or how the stream ended. */
export type Notice = { readonly frame: Frame } | { readonly ending: string }

/** What a subscriber does, and at which of its frames. */
export interface Plan {
  readonly at: number
  readonly action: Action
}

/** One subscription or iterator of the model. */
export class ReferenceReader {
  readonly isIterator: boolean
  readonly action: Action
  /** What it received, in order; for an iterator, the results of its `next()` calls. */
  readonly notices: Notice[] = []
  hasLeft = false
  hasEnded = false
  /** Whether the stream has ended and it goes on with what it had not taken then. */
  isLingering = false
  /** What has come and no `next()` has asked for. */
  buffer: Frame[] = []
  readonly #at: number
  #pulls = 0
  #seen = 0
  #isDiscarding = false
  #ending: string | undefined

  constructor(kind: 'subscription' | 'iterator', { at, action }: Plan) {
    const isIterator = kind === 'iterator'
    this.isIterator = isIterator
    this.#at = at
    this.action = action
    // An iterator joins with its first `next()`.
    if (isIterator) this.#pulls = 1
  }

  /** Whether what arrives still reaches it. */
  get isActive(): boolean {
    return !this.hasLeft && !this.hasEnded
  }

  /** Whether a `next()` waits. */
  get wants(): boolean {
    return this.#pulls > 0
  }

  /** Takes a frame; returns whether it is the one at which something is done. */
  receive(frame: Frame): boolean {
    // The frame under way at a close reaches who waits for it; it is not kept for later.
    if (!this.#isDiscarding || !this.isIterator || this.wants) this.buffer.push(frame)
    if (!this.isIterator) this.#pulls = 1
    this.#answer()
    return this.#seen++ === this.#at
  }

  /** Asks for one more result. */
  pull(): void {
    this.#pulls += 1
    this.#answer()
  }

  /** Unsubscribes; returns what has not been taken. */
  leave(): Frame[] {
    this.hasLeft = true
    this.isLingering = false
    const buffer = this.buffer
    this.buffer = []
    if (this.isIterator) {
      this.#ending = 'complete'
      this.#answer()
    }
    return buffer
  }

  /** The caller closed: what has not been taken is gone. */
  discardPending(): void {
    this.#isDiscarding = true
    this.buffer = []
  }

  /** The stream ended. */
  end(ending: string): void {
    this.hasEnded = true
    this.isLingering = this.buffer.length > 0
    this.#ending = ending
    if (this.isIterator) this.#answer()
    else this.notices.push({ ending })
  }

  #answer(): void {
    while (this.#pulls > 0) {
      const frame = this.buffer.shift()
      if (frame === undefined && this.#ending === undefined) return
      this.#pulls -= 1
      if (frame === undefined) this.#tellEnding()
      else this.notices.push({ frame })
    }
  }

  // As a generator does, it throws once and is done from then on.
  #tellEnding(): void {
    this.isLingering = false
    this.notices.push({ ending: this.#ending ?? 'complete' })
    this.#ending = 'complete'
  }
}
