import { startTimer, type Timer } from '../core/lifecycle/timer.js'

// Milliseconds: the time of one frame of the display.
const BETWEEN_RENDERS = 16
// Milliseconds: timers of hidden pages are up to a minute late, their messages are not.
const LATE = 1_000

/**
 * Asks for a render at once, and for the next one 16 milliseconds after the end of that render at the earliest. Browsers deliver each
 * message of a socket in an event, and React would render after each of them. A timer, not an animation frame: a page that is hidden
 * has none.
 */
export class PacedRenders {
  readonly #render: () => void
  /** When the last render that was asked for ended; until it has ended, when it was asked for. */
  #renderedAt = -Infinity
  /** Whether a render that was asked for has not ended. */
  #isRendering = false
  #timer: Timer | undefined

  constructor(render: () => void) {
    this.#render = render
  }

  /** Asks for a render that shows what has changed. */
  request(): void {
    const left = this.#renderedAt + BETWEEN_RENDERS - performance.now()
    // A pending timer may be late only because this task is long: another render in it would be of no use.
    if (left <= (this.#timer === undefined ? 0 : -LATE)) this.#renderNow()
    else if (this.#timer === undefined) this.#renderIn(left)
  }

  /** Called at the end of each render, also of those that were not asked for here. */
  rendered(): void {
    if (!this.#isRendering) return
    this.#isRendering = false
    this.#renderedAt = performance.now()
    if (this.#timer !== undefined) this.#renderIn(BETWEEN_RENDERS)
  }

  /** Asks for no further render until the next request. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #renderIn(milliseconds: number): void {
    this.stop()
    this.#timer = startTimer(milliseconds, () => this.#renderNow())
  }

  #renderNow(): void {
    this.stop()
    this.#isRendering = true
    this.#renderedAt = performance.now()
    this.#render()
  }
}
