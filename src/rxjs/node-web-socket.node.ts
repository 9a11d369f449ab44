import WebSocket from 'ws'
import { NODE_FORMS } from '../adapters/node/connect.js'
import type { WsOptions } from '../adapters/node/options.js'
import { routeTo } from '../adapters/node/route.js'
import { NodeSocket } from '../adapters/node/socket.js'
import { CLOSED, CLOSING, OPEN } from '../adapters/ready-state.js'
import { parseUrl } from '../core/arguments/endpoint.js'
import type { WebSocketChannelError } from '../core/errors.js'
import type { Frame, Sendable } from '../core/frame.js'
import { type KeepAlivePort, startKeepAlive } from '../core/lifecycle/keep-alive.js'
import { NO_CLOSE_FRAME } from '../core/lifecycle/lifecycle.js'
import { inMicrotask } from '../core/microtask.js'
import type { SocketClose, SocketFailure, SocketHandlers } from '../core/socket.js'
import type { DomCloseEvent, DomEvent, DomMessageEvent } from './dom-types.js'
import type { ErrorEventLike, SubjectSocket } from './subject-socket.js'

// Milliseconds, as a channel has by default.
const KEEP_ALIVE = { interval: 20_000, timeout: 20_000 }
// Milliseconds for which `ws` waits for a peer that keeps the connection. The subject drops the connection earlier.
const WS_CLOSE_TIMEOUT = 60_000

/** The part of the WHATWG `WebSocket` that a subject uses, over `ws`, with keep-alive and the fast path. */
export class NodeWebSocket implements SubjectSocket, SocketHandlers, KeepAlivePort {
  /** `'blob'` as in browsers, or `'arraybuffer'`. */
  binaryType = 'blob'
  onopen: ((event: DomEvent) => void) | null = null
  onmessage: ((event: DomMessageEvent) => void) | null = null
  onerror: ((event: ErrorEventLike) => void) | null = null
  onclose: ((event: DomCloseEvent) => void) | null = null
  /** Keep-alive uses both; the socket is never paused. */
  readonly socket: NodeSocket
  readonly stream = { isPaused: false, pauses: 0 }
  #readyState = 0
  #keepAlive: { stop(): void } | undefined

  constructor(url: string, protocols?: string | string[]) {
    const endpoint = parseUrl(url, protocols, NODE_FORMS)
    const route = routeTo(endpoint.parsed, {})
    const options: WsOptions = {
      ...route.options,
      closeTimeout: WS_CLOSE_TIMEOUT,
      perMessageDeflate: false,
    }
    const native = new WebSocket(endpoint.parsed, [...endpoint.protocols], options)
    this.socket = new NodeSocket(native, {
      fastPath: 'auto',
      sharesFrames: false,
      drop: route.drop,
    })
    this.socket.attach(this)
  }

  get readyState(): number {
    return this.#readyState
  }

  get bufferedAmount(): number {
    return this.socket.bufferedAmount
  }

  get bytesTaken(): number | undefined {
    return this.socket.bytesTaken
  }

  get failure(): SocketFailure | undefined {
    return this.socket.failure
  }

  send(data: Sendable): void {
    this.socket.send(data)
  }

  close(code?: number, reason = ''): void {
    if (this.#readyState >= CLOSING) return
    const isOpen = this.#readyState === OPEN
    this.#readyState = CLOSING
    this.#keepAlive?.stop()
    if (isOpen) {
      this.socket.close(code, reason)
      return
    }
    // As browsers do: a connection that was closed while it connected has failed, and says so later.
    this.socket.abort()
    inMicrotask(() => {
      this.failed({ detail: 'closed before the connection was open' })
    })
  }

  terminate(): void {
    this.#end()
    this.socket.abort()
  }

  // Called by the socket, and by keep-alive.

  opened(): void {
    this.#readyState = OPEN
    this.#keepAlive = startKeepAlive(this, KEEP_ALIVE)
    this.onopen?.(new NodeEvent(this, { type: 'open' }) as object as DomEvent)
  }

  message(frame: Frame): void {
    const data = typeof frame === 'string' ? frame : this.#binary(frame)
    this.onmessage?.(new NodeEvent(this, { type: 'message', data }) as object as DomMessageEvent)
  }

  closed(close: SocketClose): void {
    this.#end()
    this.onclose?.(new NodeEvent(this, { type: 'close', ...close }) as object as DomCloseEvent)
  }

  failed(failure: SocketFailure): void {
    this.#emitError({ error: failure.cause, failure })
    this.closed(NO_CLOSE_FRAME)
  }

  endWithError(error: WebSocketChannelError): void {
    this.socket.abort()
    this.#emitError({ error })
    this.closed(NO_CLOSE_FRAME)
  }

  #emitError(known: object): void {
    this.#end()
    this.onerror?.(new NodeEvent(this, { type: 'error', ...known }) as object as ErrorEventLike)
  }

  #end(): void {
    this.#readyState = CLOSED
    this.#keepAlive?.stop()
  }

  #binary(frame: Uint8Array<ArrayBuffer>): ArrayBuffer | Blob {
    return this.binaryType === 'blob' ? new Blob([frame]) : frame.buffer
  }
}

/** An event with the properties that a subject's user reads. */
class NodeEvent {
  readonly #target: unknown

  constructor(target: unknown, properties: object) {
    this.#target = target
    Object.assign(this, properties)
  }

  /** Not an own property: the event may be the cause of an error, which is printed with all it has. */
  get target(): unknown {
    return this.#target
  }
}
