import { Subject } from 'rxjs'
import { OPEN } from '../adapters/ready-state.js'
import { attempt } from '../core/attempt.js'
import { NO_CLOSE_FRAME } from '../core/lifecycle/lifecycle.js'
import type { SocketFailure } from '../core/socket.js'
import type { SubjectSettings } from './config.js'
import {
  type EndOf,
  errorOfCloseEvent,
  errorOfErrorEvent,
  errorOfFailure,
} from './connection-errors.js'
import { createSocket, dropSocket } from './create-socket.js'
import type { DomCloseEvent, DomEvent, DomMessageEvent } from './dom-types.js'
import { type LimitedConnection, Limits } from './limits.js'
import type { Writer } from './outbox.js'
import { notify } from './report.js'
import type { SubjectSocket } from './subject-socket.js'
import { Turns } from './turns.js'
import type { WebSocketMessage } from './web-socket-message.js'

/** What a connection calls. */
export interface ConnectionPort<T> {
  readonly settings: SubjectSettings<T>
  /** The socket has opened, and takes messages. */
  opened(connection: Connection<T>): void
  /** The next subscription needs another connection. */
  detached(connection: Connection<T>): void
  /** The last subscriber has gone. */
  left(): void
  /** The subscribers have been notified of the end, or one has not waited for it. */
  ended(): void
}

/**
 * - `connecting`: before its `open` event
 * - `open`: it delivers and sends
 * - `closing`: closed by `complete`, `error` or `unsubscribe`; the subscribers wait for the end
 * - `left`: without subscribers; only the close observer waits for the end
 */
type Phase = 'connecting' | 'open' | 'closing' | 'left'

/** One socket, with the subscribers that share it. */
export class Connection<T> implements LimitedConnection, Writer {
  readonly output: Subject<T> = new Subject<T>()
  readonly socket: SubjectSocket
  readonly #port: ConnectionPort<T>
  readonly #turns = new Turns()
  readonly #limits: Limits
  #phase: Phase = 'connecting'
  #opened = false
  // Whether the close observer has been notified.
  #isOver = false

  /** Connects. Throws what the class of the socket throws. */
  constructor(port: ConnectionPort<T>) {
    this.#port = port
    this.socket = createSocket(port.settings)
    this.#limits = new Limits(this)
    this.#listen()
  }

  get opened(): boolean {
    return this.#opened
  }

  get isConnecting(): boolean {
    return this.#phase === 'connecting'
  }

  get isClosing(): boolean {
    return this.#phase === 'closing'
  }

  get isWritable(): boolean {
    return this.#phase === 'open' && this.socket.readyState === OPEN
  }

  send(message: WebSocketMessage): void {
    this.socket.send(message)
  }

  /** Closes the socket. Throws what its `close` throws; nothing has changed then. */
  close(...request: readonly [code?: number, reason?: string]): void {
    this.#beginClosing()
    try {
      this.socket.close(...request)
    } catch (error) {
      if (this.isClosing) this.#phase = 'open'
      this.#limits.endClosing()
      throw error
    }
    this.#port.detached(this)
    this.expectClose()
  }

  /** Ends with an error, and closes the socket. */
  refuse(error: unknown): void {
    this.#beginClosing()
    this.#port.detached(this)
    this.#turns.run(() => {
      this.#fail(error)
      this.#closeSocket()
    })
  }

  /** Closes the socket, which may be connecting. The subscribers wait for the end. */
  abandon(): void {
    this.#phase = 'closing'
    this.#port.detached(this)
    this.#closeSocket()
  }

  /** Called when a subscriber has gone. After the last one the socket is closed. */
  leave(): void {
    if (this.#phase === 'left') return
    const isClosing = this.isClosing
    // As RxJS does, though others still wait for the end.
    if (isClosing) this.#port.ended()
    if (this.output.observed) return
    this.#phase = 'left'
    this.#port.detached(this)
    this.#port.left()
    if (!isClosing) this.#closeSocket()
  }

  /** From now on the socket has to close within a limit. */
  expectClose(): void {
    if (!this.#isOver) this.#limits.beginClosing()
  }

  giveUp(failure: SocketFailure): void {
    this.#port.detached(this)
    this.#turns.run(() => {
      if (this.#isOver) return
      const error = errorOfFailure(this.#end, failure)
      this.#finish()
      dropSocket(this.socket)
      this.#fail(Object.assign(error, NO_CLOSE_FRAME))
      const event: object = { type: 'close', ...NO_CLOSE_FRAME }
      notify(this.#port.settings.closeObserver, event as DomCloseEvent)
    })
  }

  get #end(): EndOf {
    const { url } = this.#port.settings
    return { url, opened: this.#opened, isLocal: this.isClosing }
  }

  #listen(): void {
    const { socket } = this
    socket.onopen = (event) => {
      this.#onOpen(event)
    }
    socket.onmessage = (event) => {
      this.#turns.run(() => {
        this.#deliver(event)
      })
    }
    socket.onerror = (event) => {
      this.#port.detached(this)
      this.#turns.run(() => {
        this.#limits.endOpening()
        this.#fail(errorOfErrorEvent(this.#end, event))
      })
    }
    socket.onclose = (event) => {
      this.#port.detached(this)
      this.#turns.run(() => {
        this.#onClose(event)
      })
    }
  }

  #onOpen(event: DomEvent): void {
    if (this.#opened) return
    if (!this.isConnecting) {
      // The class ignores `close` while it connects.
      dropSocket(this.socket)
      return
    }
    this.#limits.endOpening()
    this.#opened = true
    notify(this.#port.settings.openObserver, event)
    // The observer may have unsubscribed the last subscriber.
    if (!this.isConnecting) return
    this.#phase = 'open'
    this.#port.opened(this)
  }

  #deliver(event: DomMessageEvent): void {
    if (this.#phase === 'closing' || this.#phase === 'left') return
    let value: T
    try {
      const { deserializer } = this.#port.settings
      value = deserializer(event)
    } catch (error) {
      // First, so that all who subscribe again when they get the error share the next connection.
      attempt(() => {
        this.abandon()
      })
      this.#fail(error)
      return
    }
    this.output.next(value)
  }

  #onClose(event: DomCloseEvent): void {
    if (this.#isOver) return
    const end = this.#end
    this.#finish()
    notify(this.#port.settings.closeObserver, event)
    if (!event.wasClean) {
      this.#fail(errorOfCloseEvent(end, event))
    } else if (this.#phase !== 'left') {
      this.#phase = 'left'
      this.output.complete()
      this.#port.ended()
    }
  }

  #fail(error: unknown): void {
    if (this.#phase === 'left') return
    this.#phase = 'left'
    this.output.error(error)
    this.#port.ended()
  }

  #beginClosing(): void {
    // First, so that what the observer sends is queued for the next connection.
    this.#phase = 'closing'
    notify(this.#port.settings.closingObserver, undefined)
  }

  /** Closes the socket as RxJS does: without arguments, and not if it closes already. */
  #closeSocket(): void {
    this.#limits.endOpening()
    this.expectClose()
    if (!this.#isOver && this.socket.readyState <= OPEN) this.socket.close()
  }

  #finish(): void {
    this.#isOver = true
    this.#limits.endOpening()
    this.#limits.endClosing()
  }
}
