import type { SocketFailure } from '../core/socket.js'
import type { DomCloseEvent, DomEvent, DomMessageEvent } from './dom-types.js'
import type { WebSocketMessage } from './web-socket-message.js'

/** What a subject reads of an `error` event. Browsers set nothing; a platform's or user's class may set some. */
export type ErrorEventLike = DomEvent & {
  readonly error?: unknown
  readonly message?: unknown
  /** What the socket of Node knows of a failure. */
  readonly failure?: SocketFailure
}

/** The part of the WHATWG `WebSocket` interface that a subject uses: that of `rxjs/webSocket`. Events may be plain objects. */
export interface SubjectSocket {
  readonly readyState: number
  /** Set only if the configuration names one. */
  binaryType?: string
  onopen: ((event: DomEvent) => void) | null
  onmessage: ((event: DomMessageEvent) => void) | null
  onerror: ((event: ErrorEventLike) => void) | null
  onclose: ((event: DomCloseEvent) => void) | null
  send(data: WebSocketMessage): void
  close(code?: number, reason?: string): void
  /** Where there is one, closing takes longer than its limit while bytes still leave. */
  readonly bufferedAmount?: number
  /** Drops the connection without a closing handshake, where the class can. */
  terminate?(): void
}

/** A class of such sockets. */
export type SubjectSocketConstructor = new (
  url: string,
  protocols?: string | string[],
) => SubjectSocket
