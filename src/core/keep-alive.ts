import type { Watched } from './connection.js'
import { startDeadline, type Timer } from './deadline.js'
import { KeepAliveTimeoutError } from './errors.js'
import type { KeepAlive } from './options.js'

// A process that slept or was blocked has not read yet what the peer sent meanwhile: a look counts only if it was punctual.
const PUNCTUAL = 50
const LAST_LOOK = 1

/** Pings the peer of an open connection, and ends the channel when nothing comes back: guarantee 21. */
export class KeepAliveWatch {
  readonly #watched: Watched
  readonly #interval: number
  readonly #timeout: number
  #timer: Timer | undefined
  #seen: number | undefined
  #nextPing: number
  #unansweredSince: number | undefined
  #lastLook: number | undefined

  constructor(watched: Watched, { interval, timeout }: Required<KeepAlive>) {
    this.#watched = watched
    this.#interval = interval
    this.#timeout = timeout
    this.#nextPing = performance.now() + interval
    this.#timer = this.#lookIn(interval)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #lookIn(milliseconds: number): Timer | undefined {
    return startDeadline(milliseconds, () => {
      this.#look(performance.now())
    })
  }

  #look(now: number): void {
    this.#listen()
    if (!this.#isOverdue(now)) {
      if (now >= this.#nextPing) this.#ping(now)
      const wake = Math.min(this.#nextPing, (this.#unansweredSince ?? Infinity) + this.#timeout)
      this.#timer = this.#lookIn(Math.max(wake - now, 0))
    } else if (this.#lastLook === undefined || now - this.#lastLook >= PUNCTUAL) {
      this.#lastLook = now
      this.#timer = this.#lookIn(LAST_LOOK)
    } else {
      this.#fail()
    }
  }

  /** Anything that arrived answers. A socket that this side does not read can show nothing. */
  #listen(): void {
    const { socket, isPaused } = this.#watched
    if (socket?.activity === this.#seen && !isPaused) return
    this.#seen = socket?.activity
    this.#unansweredSince = undefined
    this.#lastLook = undefined
  }

  #isOverdue(now: number): boolean {
    return this.#unansweredSince !== undefined && now >= this.#unansweredSince + this.#timeout
  }

  #ping(now: number): void {
    this.#nextPing = now + this.#interval
    if (this.#unansweredSince !== undefined || this.#watched.isPaused) return
    this.#unansweredSince = now
    this.#watched.socket?.ping?.()
  }

  #fail(): void {
    const message = `Connection closed: no answer to a ping within ${this.#timeout} ms`
    const info = { code: 1006, reason: '', wasClean: false, initiator: 'failure' } as const
    this.#watched.fail(new KeepAliveTimeoutError(message, info))
  }
}
