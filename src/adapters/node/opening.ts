import type { IncomingMessage } from 'node:http'
import type { Socket as TcpSocket } from 'node:net'
import type { WebSocket } from 'ws'
import type { SocketFailure } from '../../core/socket.js'
import type { ResponseHeaders } from '../../core/errors.js'
import { failedHandshake, refusal, upgradeHeaders } from './handshake-failure.js'
import { RefusalBody } from './refusal-body.js'
import { listenToOpening, type OpeningHandlers } from './socket-handlers.js'

/** What an opening calls when it is over: one of the two, once. */
export interface OpeningResult {
  /** @param tcp The connection below, where the platform shows it. */
  opened(tcp: TcpSocket | undefined): void
  failed(failure: SocketFailure): void
}

/** The opening handshake of a client's `ws` socket. An idle channel keeps no reference to it. */
export class Opening implements OpeningHandlers {
  readonly #result: OpeningResult
  #tcp: TcpSocket | undefined
  #headers: ResponseHeaders | undefined
  #refusal: SocketFailure | undefined
  #body: RefusalBody | undefined
  #error: Error | undefined

  /** Begins to listen. */
  constructor(native: WebSocket, result: OpeningResult) {
    this.#result = result
    listenToOpening(native, this)
  }

  /** Headers of the server's answer, where the platform shows them. */
  get headers(): ResponseHeaders | undefined {
    return this.#headers
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
    if (typeof socket?.bytesRead === 'number') this.#tcp = socket
    this.#headers = headers && upgradeHeaders(headers)
  }

  onUnexpectedResponse(response: IncomingMessage): void {
    this.#refusal = refusal(response)
    this.#body = new RefusalBody(response, () => {
      this.onClose()
    })
  }

  onOpen(): void {
    this.#result.opened(this.#tcp)
  }

  // ws emits `close` after it.
  onError(error: Error): void {
    this.#error = error
  }

  onClose(): void {
    this.#result.failed(this.failure ?? (this.#error ? failedHandshake(this.#error) : {}))
  }
}
