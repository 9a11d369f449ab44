import { LONGEST_TIMER, type Timer } from '../core/lifecycle/timeouts.js'

// Milliseconds. A timer that fires later than this cannot be trusted: the process slept or was blocked, and what arrived in
// the meantime may be unread.
const LATEST = 5
const SECOND_LOOK_DELAY = 1

/** Something that has to happen in time. Each is a link of the list of those with its timeout. */
export class Deadline {
  /** Milliseconds from the time at which it was added; `Infinity` is never. */
  readonly timeout: number
  /** When it expires, by the monotonic clock. */
  due = 0
  previous: Deadline | undefined
  next: Deadline | undefined

  constructor(timeout: number) {
    this.timeout = timeout
  }
}

/** Calls back for each deadline that expires. Any number of deadlines cost one timer. */
export class Deadlines<T extends Deadline> {
  readonly #expired: (deadline: T) => void
  // One list for each timeout, in the order in which its deadlines expire. The first link is the list itself.
  readonly #lists = new Map<number, Deadline>()
  #count = 0
  #timer: Timer | undefined
  #timerDue = Infinity

  constructor(expired: (deadline: T) => void) {
    this.#expired = expired
  }

  add(deadline: T): void {
    const { timeout } = deadline
    if (timeout === Infinity) return
    const now = performance.now()
    const list = this.#listOf(timeout)
    const last = list.previous ?? list
    deadline.due = now + timeout
    deadline.previous = last
    last.next = deadline
    list.previous = deadline
    this.#count++
    if (deadline.due < this.#timerDue) this.#startTimer(now, deadline.due)
  }

  /** Removes a deadline. One that was not added, or has expired, stays as it is. */
  delete(deadline: T): void {
    const { previous, next, timeout } = deadline
    if (!previous) return
    previous.next = next
    if (next) next.previous = previous
    else this.#listOf(timeout).previous = previous
    deadline.previous = deadline.next = undefined
    if (--this.#count > 0) return
    this.#lists.clear()
    this.#stopTimer()
  }

  #listOf(timeout: number): Deadline {
    let list = this.#lists.get(timeout)
    if (!list) this.#lists.set(timeout, (list = new Deadline(timeout)))
    return list
  }

  #look(): void {
    const due = this.#timerDue
    // The timer decides if the clock has fallen behind it, as with fake timers that do not replace `performance`.
    const now = Math.max(performance.now(), due)
    this.#stopTimer()
    if (now - due > LATEST) this.#startTimer(now, now + SECOND_LOOK_DELAY)
    else this.#expire(now)
  }

  #expire(now: number): void {
    let earliest = Infinity
    for (const { next: first } of [...this.#lists.values()]) {
      let deadline = first
      while (deadline && deadline.due <= now) {
        const { next } = deadline
        this.delete(deadline as T)
        this.#expired(deadline as T)
        deadline = next
      }
      if (deadline) earliest = Math.min(earliest, deadline.due)
    }
    if (earliest < this.#timerDue) this.#startTimer(now, earliest)
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
