import type { Problem } from './close-request.js'

/** A promise that is made only when asked for, and whose rejection nobody has to handle. */
export class Settlement<T> {
  #promise: Promise<T> | undefined
  #resolve: ((value: T) => void) | undefined
  #reject: ((error: unknown) => void) | undefined

  get promise(): Promise<T> {
    return (this.#promise ??= unwatched(
      new Promise((resolve, reject) => {
        this.#resolve = resolve
        this.#reject = reject
      }),
    ))
  }

  /** Settles the promise, once: with the problem's error if there is one. */
  settle(value: T, problem?: Problem): void {
    void this.promise
    if (problem) this.#reject?.(problem.error)
    else this.#resolve?.(value)
    // An open channel lives long, and has no use for them any more.
    this.#resolve = this.#reject = undefined
  }
}

/** Marks a promise as one whose rejection nobody has to handle. */
export function unwatched<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {
    // The same failure reaches those who asked for it by other ways.
  })
  return promise
}
