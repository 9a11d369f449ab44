import { attempt } from '../attempt.js'
import type { Lifecycle } from './lifecycle.js'
import { Outflow } from './outflow.js'
import { SecondLookTimer } from './second-look-timer.js'
import type { Timer } from './timer.js'
import type { Socket, SocketFailure } from '../socket.js'

/** What the timeouts use of a socket. */
type TimedSocket = Partial<Pick<Socket, 'bufferedAmount' | 'bytesTaken' | 'failure' | 'terminate'>>

/** What the timeouts need of a connection. */
export interface TimeoutPort {
  readonly lifecycle: Pick<Lifecycle, 'opened'>
  readonly socket: TimedSocket | undefined
  /** Missing counts as 0, as in {@link TimedSocket}. */
  readonly sink: { readonly bufferedAmount?: number }
  failed(failure: SocketFailure): void
  abort(): void
}

/** Fails an opening that takes longer than `connectTimeout`, but not before what arrived has been read: guarantee 3. */
export class ConnectTimeout {
  readonly #timer = new SecondLookTimer()

  /** Starts the timeout. `milliseconds` is 0 to `Infinity`; both mean no timeout. */
  constructor(port: TimeoutPort, milliseconds: number) {
    if (milliseconds === 0) return
    this.#timer.start(milliseconds, () => {
      failOpening(port, milliseconds)
    })
  }

  stop(): void {
    this.#timer.stop()
  }
}

function failOpening(port: TimeoutPort, milliseconds: number): void {
  port.failed(
    port.socket?.failure ?? { phase: 'timeout', detail: `not open within ${milliseconds} ms` },
  )
}

// The close timeout begins anew while bytes leave, until it has lasted so many times as long.
const MOST_CLOSE_TIMEOUTS = 12

/**
 * Ends a connection that takes longer than `closeTimeout` to close, or to open once `close` was called: guarantee 14. While
 * bytes that were added before still leave, the timeout begins anew, within a limit. The operating system takes bytes in large
 * steps, so the first of them may take twice as long. The timeout does not end a connection before what arrived has been read.
 */
export class CloseTimeout {
  readonly #port: TimeoutPort
  readonly #milliseconds: number
  readonly #outflow: Outflow
  // Milliseconds since the start: the delays of all timers that have fired, so that fake timers need not replace the clock.
  #elapsed = 0
  #due: number
  // At the start, or when the timeout expired last.
  #wasOpened: boolean
  readonly #timer = new SecondLookTimer()
  // Ends the connection if the socket does not emit its end after `terminate`.
  #dropTimer: Timer | undefined
  #unsent = 0

  /** Starts the timeout. `milliseconds` is 0, at once, to `Infinity`, never. */
  constructor(port: TimeoutPort, milliseconds: number) {
    this.#port = port
    this.#milliseconds = milliseconds
    this.#outflow = new Outflow(port, 0, { longestGuess: milliseconds })
    this.#wasOpened = port.lifecycle.opened
    this.#due = milliseconds + (this.#wasOpened ? this.#outflow.begin(0) : 0)
    this.#startTimer(milliseconds)
  }

  /** Bytes that were not sent when the timeout expired; 0 if it did not. */
  get unsent(): number {
    return this.#unsent
  }

  stop(): void {
    this.#timer.stop()
    clearTimeout(this.#dropTimer)
  }

  #startTimer(delay: number): void {
    this.#timer.start(delay, () => {
      this.#elapsed += delay
      this.#expire()
    })
  }

  #expire(): void {
    if (!this.#port.lifecycle.opened) {
      failOpening(this.#port, this.#milliseconds)
      return
    }
    const milliseconds = this.#milliseconds
    const delay = this.#outflow.look(this.#elapsed) ?? this.#openingDelay()
    if (delay !== undefined) this.#due = this.#elapsed + milliseconds + delay
    const end = Math.min(this.#due, MOST_CLOSE_TIMEOUTS * milliseconds)
    if (this.#elapsed < end) this.#startTimer(Math.min(end - this.#elapsed, milliseconds))
    else this.#drop(this.#port)
  }

  /** The first time after the opening, when the socket has just received what was queued until then. */
  #openingDelay(): number | undefined {
    const isFirst = !this.#wasOpened
    this.#wasOpened = true
    return isFirst && this.#port.socket?.bufferedAmount ? 0 : undefined
  }

  #drop(port: TimeoutPort): void {
    if (!port.socket?.terminate) {
      port.abort()
      return
    }
    this.#dropTimer = setTimeout(() => {
      port.abort()
    })
    attempt(() => {
      // Node resets its count of buffered bytes when it drops the connection.
      this.#unsent = port.sink.bufferedAmount ?? 0
      port.socket?.terminate?.()
    })
  }
}
