import type { CloseCodes } from './lifecycle/close-request.js'
import type { ConnectionPhase } from './errors.js'
import type { Frame, Sendable } from './frame.js'

/** The end of a connection as a socket reports it. */
export interface SocketClose {
  /** Code of the peer's close frame; 1006 where there was none or the platform gives none. */
  readonly code: number
  readonly reason: string
  readonly wasClean: boolean
}

/** What a socket knows of a failure. Everything is optional: browsers tell nothing. */
export interface SocketFailure {
  /** How far the opening came; `'network'` when absent. */
  readonly phase?: ConnectionPhase
  /** What happened, to follow "Connection to ... failed: ". */
  readonly detail?: string
  readonly status?: number | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/** What a socket calls. The first end handler counts; whatever is called after it is ignored. */
export interface SocketHandlers {
  opened(protocol: string): void
  message(frame: Frame): void
  /** End handler: the connection ended after opening, or without saying why before. */
  closed(close: SocketClose): void
  /** End handler: the opening failed, or the open connection broke. */
  failed(failure: SocketFailure): void
}

/**
 * The one seam between the core and a platform: all that the core needs of a socket, and nothing else. A socket
 * translates; it validates nothing, queues nothing but what waits for a `Blob`, and sets no timers.
 */
export interface Socket {
  /** The codes it may close with; absent for a client's. */
  readonly closeCodes?: CloseCodes | undefined
  /** Bytes given to `send` that the network has not taken yet. */
  readonly bufferedAmount: number
  /** Called once, first; may call a handler at once, for a socket that is open or closed already. */
  attach(handlers: SocketHandlers): void
  send(data: Sendable): void
  close(code: number | undefined, reason: string): void
  /** Drops the connection where the platform can, else closes it; detaches the handlers either way. */
  abort(): void
  /** Drops the connection and tells its end in this turn of the event loop; absent where the platform can do only one of these. */
  terminate?(): void
  /** Hands to the network now what was gathered; absent where nothing is. */
  flush?(): void
  /** Stops reading from the network. Absent where the platform cannot. */
  pause?(): void
  resume?(): void
  /** Sends a ping frame. Absent where the platform cannot. */
  ping?(): void
  /** Changes whenever anything arrives, whole frame or not. Present with `ping`. */
  readonly activity?: number
}
