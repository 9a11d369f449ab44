import { Observable, type Subscriber } from 'rxjs'
import { checkClose } from '../core/lifecycle/close-request.js'
import { checkSendable } from '../core/sending/sendable.js'
import type { SubjectSettings } from './config.js'
import { Connection, type ConnectionPort } from './connection.js'
import { type Ending, Outbox, type Ticket } from './outbox.js'
import { report } from './report.js'
import type { WebSocketMessage } from './web-socket-message.js'

const NO_CODE =
  'WebSocketSubject.error must be called with an object with an error code, and an optional reason: { code: number, reason: string }'

/** The connections of a subject, one after the other, and what it sends on them. */
export class Connections<T> implements ConnectionPort<T> {
  readonly settings: SubjectSettings<T>
  /** What arrives. Its first subscription connects, and the end of the last one closes. */
  readonly messages: Observable<T>
  readonly #outbox = new Outbox()
  #current: Connection<T> | undefined
  // While `ticketOf` runs.
  #noted: { ticket?: Ticket } | undefined

  constructor(settings: SubjectSettings<T>) {
    this.settings = settings
    this.messages = new Observable((subscriber) => this.#subscribe(subscriber))
  }

  /**
   * Sends a value, or queues it.
   *
   * @throws What the serializer throws.
   * @throws {TypeError} If what it returns cannot be sent.
   */
  next(value: T): void {
    const { serializer } = this.settings
    const message = checkSendable(serializer(value)) as WebSocketMessage
    const ticket: Ticket = { message }
    this.#outbox.add(ticket)
    if (this.#current) this.#outbox.flush(this.#current, ticket)
    if (this.#noted) this.#noted.ticket = ticket
  }

  /** Returns the ticket of the message that a call sends; `undefined` if it sends none. */
  ticketOf(send: () => void): Ticket | undefined {
    const noted: { ticket?: Ticket } = {}
    this.#noted = noted
    try {
      send()
    } finally {
      this.#noted = undefined
    }
    return noted.ticket
  }

  complete(): void {
    this.#end({})
  }

  /** Throws what the socket's `close` throws. Without `WebSocketCtor` an invalid code is a `RangeError`. */
  error(error: unknown): void {
    if (!this.settings.WebSocketCtor) checkCode(error)
    this.#end({ failure: { error } })
  }

  /** Closes the connection. Its subscribers wait for its end. */
  close(): void {
    this.#outbox.clear()
    this.#current?.abandon()
  }

  /** Whether a message was sent on the connection that is open now. */
  isAnswerable({ sentOn }: Ticket): boolean {
    return sentOn !== undefined && sentOn === this.#current && sentOn.isWritable
  }

  takeBack(ticket: Ticket): void {
    this.#outbox.takeBack(ticket)
  }

  // Called by a connection.

  opened(connection: Connection<T>): void {
    this.#outbox.flush(connection)
    // A socket may answer inside `send`, and its answer may end the connection.
    if (connection !== this.#current) return
    const ending = this.#outbox.takeEnding()
    try {
      if (ending) end(connection, ending)
    } catch (error) {
      // The caller of `error` has gone.
      report(error)
    }
  }

  detached(connection: Connection<T>): void {
    if (this.#current === connection) this.#current = undefined
  }

  left(): void {
    if (!this.#current) this.#outbox.clear()
  }

  ended(): void {
    // A `complete` or `error` was meant for the connection that has ended. Messages are for the next one.
    if (!this.#current) this.#outbox.takeEnding()
  }

  #subscribe(subscriber: Subscriber<T>): () => void {
    const connection = (this.#current ??= new Connection(this))
    connection.output.subscribe(subscriber)
    return () => {
      connection.leave()
    }
  }

  #end(ending: Ending): void {
    const connection = this.#current
    // An observer that is notified of the closing closes once more.
    if (connection?.isClosing) return
    if (connection && !connection.isConnecting) {
      end(connection, ending)
      return
    }
    this.#outbox.end(ending)
    connection?.expectClose()
  }
}

function end<T>(connection: Connection<T>, { failure }: Ending): void {
  if (!failure) {
    connection.close()
    return
  }
  const { code, reason } = requestOf(failure.error)
  if (code) connection.close(code as number, reason as string)
  else connection.refuse(new TypeError(NO_CODE))
}

function checkCode(error: unknown): void {
  const { code, reason } = requestOf(error)
  if (!code) return
  // As a platform converts it: a code that is no number is out of range.
  checkClose({ code: Number(code), reason: typeof reason === 'string' ? reason : undefined })
}

function requestOf(error: unknown): { readonly code?: unknown; readonly reason?: unknown } {
  return error ?? {}
}
