import { byteLength } from '../core/byte-length.js'
import type { BlobLike, Sendable } from '../core/frame.js'
import { isBlob, snapshot } from '../core/sending/sendable.js'

/** Takes steps in order: each at once, unless a `Blob` has to be read for it or for one before it. */
export class SendOrder {
  readonly #failed: (cause: unknown) => void
  #last: Promise<void> | undefined
  #bytes = 0

  /** @param failed Called when a `Blob` can't be read, or a step throws that had to wait. */
  constructor(failed: (cause: unknown) => void) {
    this.#failed = failed
  }

  /** Bytes of what waits. */
  get bytes(): number {
    return this.#bytes
  }

  take(data: Sendable, step: (data: Exclude<Sendable, BlobLike>) => void): void {
    if (!this.#last && !isBlob(data)) {
      step(data)
      return
    }
    const bytes = byteLength(data)
    const kept = snapshot(data)
    this.#bytes += bytes
    const last = (this.#last ?? Promise.resolve())
      .then(() => (isBlob(kept) ? kept.arrayBuffer() : kept))
      .then(step)
      .catch(this.#failed)
      .then(() => {
        this.#bytes -= bytes
        if (this.#last === last) this.#last = undefined
      })
    this.#last = last
  }
}
