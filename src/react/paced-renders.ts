import { startTimer, type Timer } from '../core/lifecycle/timer.js'

// Milliseconds: the time of one frame of the display.
const BETWEEN_RENDERS = 16
// Milliseconds: timers of hidden pages are up to a minute late, their messages are not.
const LATE = 1_000

/**
 * Asks for a render at once, then for at most one in each frame of the display. Browsers deliver each message of a socket in an
 * event, and React would render after each of them. A timer, not an animation frame: a page that is hidden has none.
 */
export class PacedRenders {
  readonly #render: () => void
  #renderedAt = -Infinity
  #timer: Timer | undefined

  constructor(render: () => void) {
    this.#render = render
  }

  /** Asks for a render that shows what has changed. */
  request(): void {
    const left = this.#renderedAt + BETWEEN_RENDERS - performance.now()
    // While a timer is pending this may be the same task, however long that takes.
    if (left <= (this.#timer === undefined ? 0 : -LATE)) this.#renderNow()
    else this.#timer ??= startTimer(left, () => this.#renderNow())
  }

  /** Asks for no further render until the next request. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #renderNow(): void {
    this.stop()
    this.#renderedAt = performance.now()
    this.#render()
  }
}
