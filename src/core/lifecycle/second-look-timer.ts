import { isHidden, passTasks } from '../hidden-page.js'
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
  start(delay: number, expired: () => void): void {
    this.#startLook(delay, expired, MOST_LOOKS)
  }

  #startLook(delay: number, expired: () => void, looks: number): void {
    const due = Date.now() + delay
    this.#timer = startTimer(delay, () => {
      this.#look(due, expired, looks)
    })
  }

  #look(due: number, expired: () => void, looks: number): void {
    const { latest, delay } = this.#lateness
    if (looks === 0 || Date.now() - due < latest) expired()
    else if (isHidden()) void this.#lookInTasks(expired, looks - 1)
    else this.#startLook(delay, expired, looks - 1)
  }

  /** Looks again without a timer: in a hidden page each would be late, by up to a minute. */
  async #lookInTasks(expired: () => void, looks: number): Promise<void> {
    const timer = this.#timer
    const due = Date.now() + this.#lateness.delay
    await passTasks(this.#lateness.delay)
    // Stopped, or started anew.
    if (this.#timer !== timer) return
    this.#look(due, expired, looks)
  }

  stop(): void {
    clearTimeout(this.#timer)
    // An idle channel does not need it.
    this.#timer = undefined
  }
}
