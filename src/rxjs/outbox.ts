import { report } from './report.js'
import type { WebSocketMessage } from './web-socket-message.js'

/** A message that was passed to `next`, and what became of it. */
export interface Ticket {
  readonly message: WebSocketMessage
  /** The connection that it was given to; absent while it is queued. */
  sentOn?: Writer
}

/** What sends messages. */
export interface Writer {
  readonly isWritable: boolean
  send(message: WebSocketMessage): void
}

/** A `complete()` or `error()` that comes after the queued messages. */
export interface Ending {
  /** The argument of `error()`; absent for `complete()`. */
  readonly failure?: { readonly error: unknown }
}

/** The messages that no connection could send yet, in order. */
export class Outbox {
  readonly #queued = new Set<Ticket>()
  #ending: Ending | undefined

  /** Queues a message. After an ending it is dropped, as a subject ignores values after its end. */
  add(ticket: Ticket): void {
    if (!this.#ending) this.#queued.add(ticket)
  }

  /** Queues an ending. The first one counts. */
  end(ending: Ending): void {
    this.#ending ??= ending
  }

  /** Returns and forgets the ending. */
  takeEnding(): Ending | undefined {
    const ending = this.#ending
    this.#ending = undefined
    return ending
  }

  /** Takes a message back, if it is still queued. */
  takeBack(ticket: Ticket): void {
    this.#queued.delete(ticket)
  }

  clear(): void {
    this.#queued.clear()
    this.#ending = undefined
  }

  /**
   * Sends what is queued, as long as the connection takes it. A message that cannot be sent is dropped, and the error reported.
   *
   * @param own The message that the caller has just added. Its error is thrown.
   */
  flush(writer: Writer, own?: Ticket): void {
    for (const ticket of this.#queued) {
      if (!writer.isWritable) return
      this.#queued.delete(ticket)
      this.#send(writer, ticket, own)
    }
  }

  #send(writer: Writer, ticket: Ticket, own: Ticket | undefined): void {
    // Before it is sent: a socket may answer inside `send`.
    ticket.sentOn = writer
    try {
      writer.send(ticket.message)
    } catch (cause) {
      delete ticket.sentOn
      const error = new TypeError('Cannot send what the serializer returned', { cause })
      if (ticket === own) throw error
      report(error)
    }
  }
}
