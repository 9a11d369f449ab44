import type { AbortSignalLike } from '../../src/core/arguments/options.js'

/** An abort signal that counts its listeners. */
export class CountingSignal implements AbortSignalLike {
  aborted = false
  reason: unknown = undefined
  readonly #listeners: (() => void)[] = []

  get listeners(): number {
    return this.#listeners.length
  }

  abort(reason: unknown): void {
    this.aborted = true
    this.reason = reason
    for (const listener of [...this.#listeners]) listener()
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.push(listener)
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    const index = this.#listeners.indexOf(listener)
    if (index !== -1) this.#listeners.splice(index, 1)
  }
}
