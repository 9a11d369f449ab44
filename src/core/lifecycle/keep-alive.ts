import { startTimer, type Timer } from './timer.js'
import { KeepAliveTimeoutError, type WebSocketChannelError } from '../errors.js'
import { NO_CLOSE_FRAME } from './lifecycle.js'
import { bytesTaken, Outflow } from './outflow.js'
import type { KeepAliveSettings } from '../arguments/check-options.js'
import type { Socket } from '../socket.js'

/** What keep-alive needs of a connection. */
export interface KeepAlivePort {
  readonly socket: Socket | undefined
  /** Whether this side has paused the socket, and how often. */
  readonly stream: { readonly isPaused: boolean; readonly pauses: number }
  endWithError(error: WebSocketChannelError): void
}

/** Starts to ping the peer of an open connection: {@link startKeepAlive}, for adapters whose sockets have ping frames. */
export type StartKeepAlive = typeof startKeepAlive

// Milliseconds. A check that ran later than this cannot be trusted: after sleep or a blocked event loop, data that arrived
// in the meantime may be unread.
const LATEST_CHECK = 50
const LAST_CHECK_DELAY = 1
// So that the connection also ends in a process whose checks are always late.
const MOST_CHECKS = 10
// An answer is awaited for so many times `timeout` at most after a ping, or after bytes have left.
const MOST_TIMEOUTS = 12

/**
 * Pings the peer of an open connection, and ends the connection when nothing comes back: guarantee 21. While the socket is
 * paused, no ping can be answered and no answer can be read, so it sends pongs instead: guarantee 10.
 *
 * @param options Milliseconds.
 */
export function startKeepAlive(port: KeepAlivePort, options: KeepAliveSettings): { stop(): void } {
  return new KeepAlive(port, options)
}

class KeepAlive {
  readonly #port: KeepAlivePort
  readonly #options: KeepAliveSettings
  // While an answer is awaited: an idle channel does not need it.
  #outflow: Outflow | undefined
  // Bytes that had left at the start, or when an answer was awaited last.
  #taken: number
  #timer: Timer | undefined
  #lastActivity: number | undefined
  #nextPing: number
  // When the answer to a ping is due; absent when none is awaited.
  #answerDue: number | undefined
  #lastCheck: number | undefined
  // Of the checks that could not be trusted, since the last sign of life.
  #lateChecks = 0
  // Of `stream.pauses`, when a ping or pong was due last.
  #lastPauses = 0

  constructor(port: KeepAlivePort, options: KeepAliveSettings) {
    this.#port = port
    this.#options = options
    const time = now()
    this.#taken = bytesTaken(port)
    this.#nextPing = time + options.interval
    this.#checkIn(options.interval)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  /** Called by its timer: looks for signs of life, then sends a ping or ends the connection if one is due. */
  check(): void {
    const time = now()
    this.#noteActivity()
    this.#noteOutflow(time)
    if (time < (this.#answerDue ?? Infinity)) {
      if (time >= this.#nextPing) this.#endInterval(time)
      this.#checkIn(Math.max(this.#nextCheck(time) - time, 0))
    } else if (!this.#isTrusted(time)) {
      this.#lastCheck = time
      this.#lateChecks++
      this.#checkIn(LAST_CHECK_DELAY)
    } else {
      this.#timeOut()
    }
  }

  #isTrusted(time: number): boolean {
    if (this.#lateChecks === MOST_CHECKS) return true
    return this.#lastCheck !== undefined && time - this.#lastCheck < LATEST_CHECK
  }

  #forgetChecks(): void {
    this.#lastCheck = undefined
    this.#lateChecks = 0
  }

  #nextCheck(time: number): number {
    const answerDue = this.#answerDue ?? Infinity
    // While bytes leave, the answer is due later and later. A look each `timeout` finds when they no longer do.
    const nextLook = this.#answerDue === undefined ? Infinity : time + this.#options.timeout
    return Math.min(this.#nextPing, answerDue, nextLook)
  }

  #checkIn(milliseconds: number): void {
    this.#timer = startTimer(milliseconds, check, this)
  }

  /** Anything that arrived counts as an answer. While this side does not read, no answer can arrive. */
  #noteActivity(): void {
    const { socket, stream } = this.#port
    if (socket?.activity === this.#lastActivity && !stream.isPaused) return
    this.#lastActivity = socket?.activity
    this.#answerDue = undefined
    this.#taken = this.#outflow?.taken ?? this.#taken
    this.#outflow = undefined
    this.#forgetChecks()
  }

  /** Bytes that leave are a sign of life too: the ping may be behind megabytes, so its answer is due later. */
  #noteOutflow(time: number): void {
    const delay = this.#outflow?.look(time)
    if (delay === undefined) return
    this.#awaitAnswer(time, delay)
    this.#forgetChecks()
  }

  /** @param delay Milliseconds that the network may need until the ping has left. */
  #awaitAnswer(time: number, delay: number): void {
    const { timeout } = this.#options
    this.#answerDue = time + Math.floor(Math.min(timeout + delay, MOST_TIMEOUTS * timeout))
  }

  #endInterval(time: number): void {
    this.#nextPing = time + this.#options.interval
    this.#sendUnaskedPong()
    if (this.#answerDue !== undefined || this.#port.stream.isPaused) return
    this.#outflow = new Outflow(this.#port, time, { taken: this.#taken })
    this.#awaitAnswer(time, this.#outflow.begin(time))
    this.#port.socket?.ping?.()
  }

  /**
   * Sends a pong if the socket was paused since the last interval: pings of the peer may be unread, and many servers drop a
   * client that does not answer.
   */
  #sendUnaskedPong(): void {
    const { socket, stream } = this.#port
    if (stream.isPaused || stream.pauses !== this.#lastPauses) socket?.pong?.()
    this.#lastPauses = stream.pauses
  }

  #timeOut(): void {
    const message = `Connection closed: no answer to a ping within ${this.#options.timeout} ms`
    this.#port.endWithError(
      new KeepAliveTimeoutError(message, { ...NO_CLOSE_FRAME, initiator: 'failure' }),
    )
  }
}

// One function for all timers: a closure per channel would be a good part of an idle channel's memory.
function check(keepAlive: KeepAlive): void {
  keepAlive.check()
}

/** Monotonic milliseconds as an integer: V8 stores other numbers in an object each. */
function now(): number {
  return Math.floor(performance.now())
}
