import { SecondLookTimer } from '../../core/lifecycle/second-look-timer.js'
import { LONGEST_TIMER } from '../../core/lifecycle/timer.js'

/** The only timer of a reconnecting channel: for the attempt that runs, or until the next one. It may be longer than the platform's. */
export class AttemptTimer {
  readonly #timer = new SecondLookTimer()

  /** Starts it anew. With `Infinity` it never expires. */
  start(delay: number, expired: () => void): void {
    this.stop()
    if (delay === Infinity) return
    const part = Math.min(Math.max(delay, 0), LONGEST_TIMER)
    this.#timer.start(part, () => {
      if (delay > part) this.start(delay - part, expired)
      else expired()
    })
  }

  stop(): void {
    this.#timer.stop()
  }
}
