import { byteLength } from '../core/byte-length.js'
import type { BlobLike, Sendable } from '../core/frame.js'
import { isBlob, snapshot } from '../core/sending/sendable.js'

/** Runs steps in order. Each runs synchronously, unless a `Blob` must be read for it or for an earlier step. */
export class SendOrder {
  readonly #failed: (cause: unknown) => void
  #last: Promise<void> | undefined
  #bytes = 0

  /** @param failed Called if a `Blob` cannot be read, or if a step that ran later throws. */
  constructor(failed: (cause: unknown) => void) {
    this.#failed = failed
  }

  /** Bytes of the data whose steps have not run yet. */
  get bytes(): number {
    return this.#bytes
  }

  /** Runs `step` with the data, after all earlier steps. Data that has to wait is copied, so later changes have no effect. */
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
