import type { IncomingMessage } from 'node:http'
import type { Socket as TcpSocket } from 'node:net'
import type { WebSocket } from 'ws'
import type { SocketFailure } from '../../core/socket.js'
import { failedHandshake, refusal } from './handshake-failure.js'
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
  #error: Error | undefined

  /** Begins to listen. */
  constructor(native: WebSocket, result: OpeningResult) {
    this.#result = result
    listenToOpening(native, this)
  }

  onUpgrade({ socket }: IncomingMessage): void {
    // Bun's replacement for ws has no socket here.
    if (typeof (socket as TcpSocket | undefined)?.bytesRead === 'number') this.#tcp = socket
  }

  onUnexpectedResponse(response: IncomingMessage): void {
    this.#result.failed(refusal(response))
  }

  onOpen(): void {
    this.#result.opened(this.#tcp)
  }

  // ws emits `close` after it.
  onError(error: Error): void {
    this.#error = error
  }

  onClose(): void {
    this.#result.failed(this.#error ? failedHandshake(this.#error) : {})
  }
}
