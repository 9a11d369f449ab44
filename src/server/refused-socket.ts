import type { Duplex } from 'node:stream'
import { startTimer } from '../core/lifecycle/timer.js'

/**
 * Writes an answer, and closes the connection. It is dropped at the latest when `closeTimeout` has passed, even if the client
 * has not read the answer.
 */
export class RefusedSocket {
  readonly #socket: Duplex

  /** @param ended Called when the connection is closed. */
  constructor(socket: Duplex, closeTimeout: number, ended: () => void) {
    this.#socket = socket
    const timer = startTimer(closeTimeout, () => socket.destroy())
    socket.once('close', () => {
      clearTimeout(timer)
      ended()
    })
  }

  /** What the client still sends is read and ignored: closing a connection with unread bytes would reset it. */
  send(bytes: Uint8Array): void {
    this.#socket.end(bytes)
    this.#socket.resume()
  }

  /** Drops the connection, once the operating system has taken the answer. */
  dropWhenSent(): void {
    if (this.#socket.writableFinished) this.#socket.destroy()
    else this.#socket.once('finish', () => this.#socket.destroy())
  }

  drop(): void {
    this.#socket.destroy()
  }
}
