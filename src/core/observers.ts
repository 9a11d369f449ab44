// One array for all that nobody observes.
const NONE: readonly (() => void)[] = []

/** Functions to be called at each change. */
export class Observers {
  // Replaced at each change, so that a loop over it is not affected.
  #observers = NONE

  /** Adds a function. Returns one that removes it. */
  add(observer: () => void): () => void {
    this.#observers = [...this.#observers, observer]
    return () => {
      const others = this.#observers.filter((other) => other !== observer)
      this.#observers = others.length > 0 ? others : NONE
    }
  }

  notify(): void {
    for (const observe of this.#observers) observe()
  }
}
