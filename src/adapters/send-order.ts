import { byteLength } from '../core/byte-length.js'
import type { BlobLike, Sendable } from '../core/frame.js'
import { isBlob, snapshot } from '../core/sending/sendable.js'
import { readBlob } from './read-blob.js'

type Plain = Exclude<Sendable, BlobLike>

/** A function that gets data whose bytes are known. */
type Step = (data: Plain) => void
type ReadBlob = (blob: BlobLike) => Promise<Plain>

/** Runs steps in order. Each runs synchronously, unless a `Blob` must be read for it or for an earlier step. */
export class SendOrder {
  readonly #failed: (cause: unknown) => void
  readonly #read: ReadBlob
  #last: Promise<void> | undefined
  #bytes = 0

  /**
   * @param failed Called if a `Blob` cannot be read or a step throws. Steps that wait for that one never run.
   * @param read Reads a `Blob`.
   */
  constructor(failed: (cause: unknown) => void, read: ReadBlob = readBlob) {
    this.#failed = failed
    this.#read = read
  }

  /** Bytes of the data whose steps have not run yet, or have thrown. */
  get bytes(): number {
    return this.#bytes
  }

  /** Runs `step` with the data, after all earlier steps. Data that has to wait is copied, so later changes have no effect. */
  take(data: Sendable, step: Step): void {
    if (this.#last || isBlob(data)) {
      this.#takeLater(data, step)
      return
    }
    try {
      step(data)
    } catch (cause) {
      this.#bytes += byteLength(data)
      this.#failed(cause)
    }
  }

  #takeLater(data: Sendable, step: Step): void {
    const bytes = byteLength(data)
    const kept = snapshot(data)
    this.#bytes += bytes
    const last = (this.#last ?? Promise.resolve())
      .then(() => (isBlob(kept) ? this.#read(kept) : kept))
      .then(step)
      .then(() => {
        this.#bytes -= bytes
        if (this.#last === last) this.#last = undefined
      })
    last.catch(this.#failed)
    this.#last = last
  }
}
