import type { CloseCodes, ErrorBox } from './lifecycle/close-request.js'
import type { ConnectionPhase, ResponseHeaders } from './errors.js'
import type { Frame, Sendable } from './frame.js'

/** The end of a connection, as a socket reports it. */
export interface SocketClose {
  /** Code of the peer's close frame; 1006 if there was no close frame or the platform reports no code. */
  readonly code: number
  readonly reason: string
  readonly wasClean: boolean
}

/** A failure, as a socket reports it. Everything is optional: browsers report nothing. */
export interface SocketFailure {
  /** The phase in which the opening failed; `'network'` by default. */
  readonly phase?: ConnectionPhase
  /** What happened, as the end of the sentence "Connection to ... failed: " or "Connection closed: ". */
  readonly detail?: string
  readonly status?: number | undefined
  readonly headers?: ResponseHeaders | undefined
  readonly body?: string | undefined
  readonly cause?: unknown
  /** The error of `stream`, if a limit was exceeded while the connection was open. By default it is composed of the rest. */
  readonly errorBox?: ErrorBox
}

/** What a socket calls. The first call of an end handler counts; later calls of any handler are ignored. */
export interface SocketHandlers {
  opened(protocol: string): void
  message(frame: Frame): void
  /** End handler: the open connection ended, or the opening failed for an unknown reason. */
  closed(close: SocketClose): void
  /** End handler: the opening failed, or the open connection broke. */
  failed(failure: SocketFailure): void
}

/**
 * The seam between the core and a platform: everything that the core needs of a socket, and nothing else. A socket
 * translates. It validates nothing, sets no timers but that for the body of a refusal, and queues nothing but data behind a
 * `Blob` that is still being read.
 */
export interface Socket {
  /** The close codes that this side may send; absent for a client. */
  readonly closeCodes?: CloseCodes | undefined
  /** Bytes given to `send` that the operating system or the browser has not taken yet. */
  readonly bufferedAmount: number
  /**
   * A number that grows with each byte that the operating system takes, also of data that it has not taken entirely. Absent
   * where the platform does not show it.
   */
  readonly bytesTaken?: number | undefined
  /**
   * Resolves when `bufferedAmount` has become less. Absent where the platform has no event for that: the sink looks again and
   * again there, by a timer.
   */
  nextDrain?(): Promise<void>
  /** Called once, before all other methods. It may call a handler at once if the socket is already open or closed. */
  attach(handlers: SocketHandlers): void
  send(data: Sendable): void
  close(code: number | undefined, reason: string): void
  /** Drops the connection if the platform can, else closes it. Calls no handler from then on. */
  abort(): void
  /** Destroys the connection and calls `closed` or `failed` in the same turn of the event loop. Absent if the platform cannot. */
  terminate?(): void
  /** Writes gathered frames now. Absent if the socket gathers none. */
  flush?(): void
  /** Stops reading from the network. Absent if the platform cannot. */
  pause?(): void
  resume?(): void
  /** Sends a ping frame. Absent if the platform cannot. */
  ping?(): void
  /** Sends a pong frame that no ping asked for: RFC 6455 section 5.5.3. Present with `ping`. */
  pong?(): void
  /** A number that changes whenever anything arrives, a whole frame or not. Present with `ping`. */
  readonly activity?: number
  /** Headers of the answer to the opening handshake, while `opened` is called. Absent where they are not wanted. */
  readonly headers?: ResponseHeaders | undefined
  /** The failure that the socket is about to report. Absent if there is none. */
  readonly failure?: SocketFailure | undefined
  /** Whether the peer has begun to close, and the platform has not reported the end yet. Absent where the platform ends it. */
  readonly isClosing?: boolean
}
