import { CloseTimeout, ConnectTimeout, type TimeoutPort } from '../core/lifecycle/timeouts.js'
import type { SocketFailure } from '../core/socket.js'
import type { SubjectSocket } from './subject-socket.js'

// Milliseconds, as a channel has by default.
const CONNECT_TIMEOUT = 20_000
const CLOSE_TIMEOUT = 5_000

/** What the limits need of a connection. */
export interface LimitedConnection {
  readonly socket: SubjectSocket
  /** Whether it has opened. */
  readonly opened: boolean
  /** Ends the connection, because its socket does not. */
  giveUp(failure: SocketFailure): void
}

/** How long the socket of a connection may take to open and to close. */
export class Limits implements TimeoutPort {
  readonly #connection: LimitedConnection
  readonly #connectTimeout: ConnectTimeout
  #closeTimeout: CloseTimeout | undefined

  /** Begins the time for the opening. */
  constructor(connection: LimitedConnection) {
    this.#connection = connection
    this.#connectTimeout = new ConnectTimeout(this, CONNECT_TIMEOUT)
  }

  /** Ends the time for the opening. */
  endOpening(): void {
    this.#connectTimeout.stop()
  }

  /** Begins the time for closing, unless it has begun. */
  beginClosing(): void {
    this.#closeTimeout ??= new CloseTimeout(this, CLOSE_TIMEOUT)
  }

  /** Ends the time for closing. */
  endClosing(): void {
    this.#closeTimeout?.stop()
    this.#closeTimeout = undefined
  }

  // Called by the timeouts.

  get lifecycle(): { readonly opened: boolean } {
    return this.#connection
  }

  get socket(): SubjectSocket {
    return this.#connection.socket
  }

  get sink(): SubjectSocket {
    return this.#connection.socket
  }

  failed(failure: SocketFailure): void {
    this.#connection.giveUp(failure)
  }

  abort(): void {
    this.failed({ detail: `not closed within ${CLOSE_TIMEOUT} ms` })
  }
}
