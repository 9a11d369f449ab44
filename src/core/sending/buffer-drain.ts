import { isHidden } from '../hidden-page.js'
import { nextTask } from './next-task.js'

// Milliseconds.
const LONGEST_PAUSE = 32
// As long as the shortest timer of a hidden page. A busy network may pause for some hundred milliseconds.
const HIDDEN_PATIENCE = 1_000

/**
 * Waits until a condition on buffered bytes holds. No platform but Node has an event for that, so it checks again and
 * again: every millisecond while conditions are met, then after longer and longer pauses. In a hidden page, where timers
 * are delayed by a second or more, it checks in every task, until no bytes have left for a second.
 */
export class BufferDrain {
  readonly #amount: () => number
  #pause = 1
  #nextCheck: Promise<void> | undefined
  #check: (() => void) | undefined
  // The bytes at the last check, and when their number changed.
  #lastAmount = 0
  #changedAt = 0

  /** @param amount Returns the number of buffered bytes. */
  constructor(amount: () => number) {
    this.#amount = amount
  }

  /** Resolves when the condition holds. */
  async until(isReached: () => boolean): Promise<void> {
    while (!isReached()) await (this.#nextCheck ??= this.#schedule())
    this.#pause = 1
  }

  /** Checks all conditions now: bytes have left, or the channel has ended. */
  check(): void {
    this.#check?.()
  }

  #schedule(): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (this.#check !== check) return
        clearTimeout(timer)
        this.#nextCheck = this.#check = undefined
        resolve()
      }
      const timer = setTimeout(check, this.#pause)
      this.#check = check
      this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE)
      if (isHidden() && this.#keepsChanging()) void nextTask().then(check)
    })
  }

  #keepsChanging(): boolean {
    const now = performance.now()
    const amount = this.#amount()
    if (amount !== this.#lastAmount) this.#changedAt = now
    this.#lastAmount = amount
    return now - this.#changedAt < HIDDEN_PATIENCE
  }
}
