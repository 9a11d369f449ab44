import { startTimer, type Timer } from './timer.js'

// So that it also fires in a process whose timers are always late (guarantee 15).
const MOST_LOOKS = 10

/** Milliseconds. */
interface Lateness {
  /** A timer that fires later than this was held up: the process was blocked or suspended. */
  readonly latest: number
  /** After which it looks again. */
  readonly delay: number
}

const USUAL: Lateness = { latest: 50, delay: 20 }

/** A timer that, when the process was held up, fires only once what arrived meanwhile can have been read. */
export class SecondLookTimer {
  readonly #lateness: Lateness
  #timer: Timer | undefined

  constructor(lateness: Lateness = USUAL) {
    this.#lateness = lateness
  }

  /** Starts the timer, which is not running. */
  start(delay: number, expired: () => void, looks: number = MOST_LOOKS): void {
    const due = Date.now() + delay
    this.#timer = startTimer(delay, () => {
      if (looks === 0 || Date.now() - due < this.#lateness.latest) expired()
      else this.start(this.#lateness.delay, expired, looks - 1)
    })
  }

  stop(): void {
    clearTimeout(this.#timer)
    // An idle channel does not need it.
    this.#timer = undefined
  }
}
