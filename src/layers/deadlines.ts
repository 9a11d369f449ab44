import { SecondLookTimer } from '../core/lifecycle/second-look-timer.js'
import { LONGEST_TIMER } from '../core/lifecycle/timer.js'

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
  // A request is worth an early second look: its answer may have arrived in a turn that took a few milliseconds.
  readonly #timer = new SecondLookTimer({ latest: 5, delay: 1 })
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

  #expire(): void {
    // The timer decides if the clock has fallen behind it, as with fake timers that do not replace `performance`.
    const now = Math.max(performance.now(), this.#timerDue)
    this.#timerDue = Infinity
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
    const delay = Math.min(due - now, LONGEST_TIMER)
    this.#stopTimer()
    this.#timerDue = now + delay
    this.#timer.start(delay, () => {
      this.#expire()
    })
  }

  #stopTimer(): void {
    this.#timer.stop()
    this.#timerDue = Infinity
  }
}
