import { isHidden } from '../hidden-page.js'
import { nextTask } from './next-task.js'

// Milliseconds.
const LONGEST_PAUSE = 32
// As long as the shortest timer of a hidden page. A busy network may pause for some hundred milliseconds.
const HIDDEN_PATIENCE = 1_000

/** Something whose buffered bytes leave. */
export interface Draining {
  readonly bufferedAmount: number
  /** Resolves when bytes have left, where there is an event for that. */
  nextDrain?(): Promise<void> | undefined
}

/**
 * Waits until a condition on buffered bytes holds. No socket but that of a pair has an event for that, so it checks again
 * and again: every millisecond while conditions are met, then after longer and longer pauses. In a hidden page, where
 * timers are delayed by a second or more, it checks in every task, until no bytes have left for a second.
 */
export class BufferDrain {
  readonly #target: Draining
  #pause = 1
  #nextCheck: Promise<void> | undefined
  #check: (() => void) | undefined
  // The event that calls `check`.
  #nextDrain: Promise<void> | undefined
  // The bytes at the last check, and when their number changed.
  #lastAmount = 0
  #changedAt = 0

  constructor(target: Draining) {
    this.#target = target
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
      this.#awaitEvent()
      this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE)
      if (isHidden() && this.#keepsChanging()) void nextTask().then(check)
    })
  }

  /** Registers once for each event: a peer that does not read may be slow for hours. */
  #awaitEvent(): void {
    const nextDrain = this.#target.nextDrain?.()
    if (nextDrain === this.#nextDrain) return
    this.#nextDrain = nextDrain
    void nextDrain?.then(() => {
      this.check()
    })
  }

  #keepsChanging(): boolean {
    const now = performance.now()
    const amount = this.#target.bufferedAmount
    if (amount !== this.#lastAmount) this.#changedAt = now
    this.#lastAmount = amount
    return now - this.#changedAt < HIDDEN_PATIENCE
  }
}
