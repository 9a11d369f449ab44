import { Deadline } from './deadline.js'

interface Waiter {
  readonly isReached: () => boolean
  readonly resolve: () => void
}

const LONGEST_PAUSE = 32

/**
 * Tells when a condition on buffered bytes has come true. No platform but Node has an event for it, so while somebody
 * waits it looks again and again: every millisecond while conditions come true, ever more seldom while none does.
 */
export class DrainWatch {
  #waiters: readonly Waiter[] = []
  #timer: Deadline | undefined
  #pause = 1

  /** Resolves when the condition holds. */
  until(isReached: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters = [...this.#waiters, { isReached, resolve }]
      this.look()
    })
  }

  look(): void {
    this.#timer?.clear()
    const waiters = this.#waiters
    this.#waiters = waiters.filter(({ isReached, resolve }) => {
      const goesOn = !isReached()
      if (!goesOn) resolve()
      return goesOn
    })
    this.#pause =
      this.#waiters.length < waiters.length ? 1 : Math.min(this.#pause * 2, LONGEST_PAUSE)
    if (this.#waiters.length === 0) return
    this.#timer = new Deadline(this.#pause, () => {
      this.look()
    })
  }
}
