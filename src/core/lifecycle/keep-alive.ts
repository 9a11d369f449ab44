import type { Watched } from './connection.js'
import { startDeadline, type Timer } from './timeouts.js'
import { KeepAliveTimeoutError } from '../errors.js'
import { NO_CLOSE_FRAME } from './lifecycle.js'
import type { KeepAlive } from '../arguments/options.js'

// A process that slept or was blocked has not read yet what the peer sent meanwhile: a look counts only if it was punctual.
const PUNCTUAL = 50
const LAST_LOOK = 1

/** Pings the peer of an open connection, and ends the channel when nothing comes back: guarantee 21. */
export class KeepAliveWatch {
  readonly #watched: Watched
  readonly #keepAlive: Required<KeepAlive>
  #timer: Timer | undefined
  #seen: number | undefined
  #nextPing: number
  #unansweredSince: number | undefined
  #lastLook: number | undefined

  constructor(watched: Watched, keepAlive: Required<KeepAlive>) {
    const { interval } = keepAlive
    this.#watched = watched
    this.#keepAlive = keepAlive
    this.#nextPing = now() + interval
    this.#timer = startDeadline(interval, lookAgain, this)
  }

  /** Looks whether anything has come, and does what the time asks for; called by its timer. */
  look(): void {
    const time = now()
    this.#listen()
    if (!this.#isOverdue(time)) {
      if (time >= this.#nextPing) this.#ping(time)
      const overdue = (this.#unansweredSince ?? Infinity) + this.#keepAlive.timeout
      this.#lookIn(Math.max(Math.min(this.#nextPing, overdue) - time, 0))
    } else if (this.#lastLook === undefined || time - this.#lastLook >= PUNCTUAL) {
      this.#lastLook = time
      this.#lookIn(LAST_LOOK)
    } else {
      this.#fail()
    }
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #lookIn(milliseconds: number): void {
    this.#timer = startDeadline(milliseconds, lookAgain, this)
  }

  /** Anything that arrived answers. A socket that this side does not read can show nothing. */
  #listen(): void {
    const { socket, stream } = this.#watched
    if (socket?.activity === this.#seen && !stream.isPaused) return
    this.#seen = socket?.activity
    this.#unansweredSince = undefined
    this.#lastLook = undefined
  }

  #isOverdue(time: number): boolean {
    if (this.#unansweredSince === undefined) return false
    return time >= this.#unansweredSince + this.#keepAlive.timeout
  }

  #ping(time: number): void {
    this.#nextPing = time + this.#keepAlive.interval
    if (this.#unansweredSince !== undefined || this.#watched.stream.isPaused) return
    this.#unansweredSince = time
    this.#watched.socket?.ping?.()
  }

  #fail(): void {
    const message = `Connection closed: no answer to a ping within ${this.#keepAlive.timeout} ms`
    this.#watched.fail(
      new KeepAliveTimeoutError(message, { ...NO_CLOSE_FRAME, initiator: 'failure' }),
    )
  }
}

// One function for all timers, which are given the watch: a closure for each is memory that every idle channel has.
function lookAgain(watch: KeepAliveWatch): void {
  watch.look()
}

/** Milliseconds that pass evenly, in whole numbers: V8 keeps others in an object of their own. */
function now(): number {
  return Math.floor(performance.now())
}
