import type { IncomingMessage } from 'node:http'
import type { Socket as TcpSocket } from 'node:net'
import type { WebSocket } from 'ws'
import type { SocketFailure } from '../../core/socket.js'
import type { ResponseHeaders } from '../../core/errors.js'
import { failedHandshake, headersOf, refusal } from './handshake-failure.js'
import { RefusalBody } from './refusal-body.js'
import { listenToOpening, type OpeningHandlers } from './socket-handlers.js'

/** What an opening calls when it is over: one of the two, once. */
export interface OpeningResult {
  /** @param opened What the platform shows of it. */
  opened(opened: Opened): void
  failed(failure: SocketFailure): void
}

/** What the platform shows of a connection that has opened. */
export interface Opened {
  /** The connection below. */
  readonly tcp?: TcpSocket | undefined
  /** Headers of the server's answer. */
  readonly headers?: ResponseHeaders | undefined
}

/** The opening handshake of a client's `ws` socket. An idle channel keeps no reference to it. */
export class Opening implements OpeningHandlers {
  readonly #result: OpeningResult
  #opened: Opened = {}
  #refusal: SocketFailure | undefined
  #body: RefusalBody | undefined
  #error: Error | undefined

  /** Begins to listen. */
  constructor(native: WebSocket, result: OpeningResult) {
    this.#result = result
    listenToOpening(native, this)
  }

  /** The failure that will be reported once the body of the answer has been read. */
  get failure(): SocketFailure | undefined {
    return this.#refusal && { ...this.#refusal, body: this.#body?.text }
  }

  /** Stops waiting for the body of an answer. */
  stop(): void {
    this.#body?.stop()
  }

  onUpgrade({ socket, headers }: Partial<IncomingMessage>): void {
    // Bun's replacement for ws has no socket here.
    const tcp = typeof socket?.bytesRead === 'number' ? socket : undefined
    this.#opened = { tcp, headers: headers && headersOf(headers) }
  }

  onUnexpectedResponse(response: IncomingMessage): void {
    this.#refusal = refusal(response)
    this.#body = new RefusalBody(response, () => {
      this.onClose()
    })
  }

  onOpen(): void {
    this.#result.opened(this.#opened)
  }

  // ws emits `close` after it.
  onError(error: Error): void {
    this.#error = error
  }

  onClose(): void {
    this.#result.failed(this.failure ?? (this.#error ? failedHandshake(this.#error) : {}))
  }
}
