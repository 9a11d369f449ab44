import { LONGEST_TIMER, type Timer } from '../core/lifecycle/timeouts.js'

// Milliseconds. A timer that fires later than this cannot be trusted: the process slept or was blocked, and what arrived in
// the meantime may be unread.
const LATEST = 5
const SECOND_LOOK_DELAY = 1

/** Calls back for each item whose time has come. Any number of items cost one timer. */
export class Deadlines<T> {
  readonly #expired: (item: T) => void
  // The deadlines of items by their timeout: each map is in the order of its deadlines.
  readonly #groups = new Map<number, Map<T, number>>()
  #timer: Timer | undefined
  #timerDue = Infinity

  constructor(expired: (item: T) => void) {
    this.#expired = expired
  }

  /** Adds an item. `timeout` is in milliseconds, from now; `Infinity` is never. */
  add(item: T, timeout: number): void {
    if (timeout === Infinity) return
    const now = performance.now()
    let group = this.#groups.get(timeout)
    if (!group) this.#groups.set(timeout, (group = new Map<T, number>()))
    group.set(item, now + timeout)
    if (now + timeout < this.#timerDue) this.#startTimer(now, now + timeout)
  }

  /** Removes an item, which was added with this timeout. */
  delete(item: T, timeout: number): void {
    const group = this.#groups.get(timeout)
    if (!group?.delete(item) || group.size > 0) return
    this.#groups.delete(timeout)
    if (this.#groups.size === 0) this.#stopTimer()
  }

  #look(): void {
    const due = this.#timerDue
    // The timer decides if the clock has fallen behind it, as with fake timers that do not replace `performance`.
    const now = Math.max(performance.now(), due)
    this.#stopTimer()
    if (now - due > LATEST) {
      this.#startTimer(now, now + SECOND_LOOK_DELAY)
      return
    }
    let next = Infinity
    for (const [timeout, group] of [...this.#groups]) {
      for (const [item, deadline] of group) {
        if (deadline > now) {
          next = Math.min(next, deadline)
          break
        }
        this.delete(item, timeout)
        this.#expired(item)
      }
    }
    if (next < this.#timerDue) this.#startTimer(now, next)
  }

  #startTimer(now: number, due: number): void {
    clearTimeout(this.#timer)
    const delay = Math.min(due - now, LONGEST_TIMER)
    this.#timerDue = now + delay
    this.#timer = setTimeout(() => {
      this.#look()
    }, delay)
  }

  #stopTimer(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#timerDue = Infinity
  }
}
