import type { Lifecycle } from './lifecycle.js'
import type { Socket, SocketFailure } from '../socket.js'

/** The result of `setTimeout`. */
export type Timer = ReturnType<typeof setTimeout>

/** The longest delay of a timer, in milliseconds: Node and browsers store it in 31 bits, and fire at once beyond that. */
export const LONGEST_TIMER: number = 2 ** 31 - 1

/** What the timeouts need of a connection. */
export interface TimeoutPort {
  readonly lifecycle: Lifecycle
  readonly socket: Socket | undefined
  readonly sink: { readonly bufferedAmount: number }
  failed(failure: SocketFailure): void
  abort(): void
}

/**
 * Calls `expired` with the given values after a wall-clock time, unless `clearTimeout` is called first.
 *
 * @param milliseconds 0 to `Infinity`. Above {@link LONGEST_TIMER} it never fires, and the result is `undefined`.
 */
export function startTimer<Values extends readonly unknown[]>(
  milliseconds: number,
  expired: (...values: Values) => void,
  ...values: Values
): Timer | undefined {
  return milliseconds > LONGEST_TIMER ? undefined : setTimeout(expired, milliseconds, ...values)
}

/**
 * Fails an opening that takes longer than `connectTimeout`: guarantee 3.
 *
 * @param milliseconds 0 to `Infinity`; both mean no timeout.
 */
export function startConnectTimeout(port: TimeoutPort, milliseconds: number): Timer | undefined {
  return milliseconds > 0 ? startTimer(milliseconds, failOpening, port, milliseconds) : undefined
}

function failOpening(port: TimeoutPort, milliseconds: number): void {
  port.failed(
    port.socket?.failure ?? { phase: 'timeout', detail: `not open within ${milliseconds} ms` },
  )
}

/** Ends a connection that takes longer than `closeTimeout` to close, or to open once `close` was called: guarantee 14. */
export class CloseTimeout {
  readonly #port: TimeoutPort
  readonly #milliseconds: number
  #timer: Timer | undefined
  #unsent = 0

  /** Starts the timeout. `milliseconds` is 0, at once, to `Infinity`, never. */
  constructor(port: TimeoutPort, milliseconds: number) {
    this.#port = port
    this.#milliseconds = milliseconds
    this.#timer = startTimer(milliseconds, () => {
      this.#expire()
    })
  }

  /** Bytes that were not sent when the timeout expired; 0 if it did not. */
  get unsent(): number {
    return this.#unsent
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #expire(): void {
    const port = this.#port
    if (!port.lifecycle.opened) {
      failOpening(port, this.#milliseconds)
    } else if (port.socket?.terminate) {
      // Node resets its count of buffered bytes when it drops the connection.
      this.#unsent = port.sink.bufferedAmount
      port.socket.terminate()
      this.#timer = setTimeout(() => {
        port.abort()
      })
    } else {
      port.abort()
    }
  }
}
