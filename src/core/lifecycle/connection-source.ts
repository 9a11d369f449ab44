import type { StartKeepAlive } from './keep-alive.js'
import type { Socket } from '../socket.js'

/** The socket of a connection, and what an adapter knows of it beforehand. */
export interface ConnectionSource {
  /** Address of the socket; absent for a server's side. */
  readonly url?: unknown
  /** The subprotocols offered; absent when the socket existed before. */
  readonly protocols?: readonly string[]
  /** An existing socket, or a function that creates one. It is not called if the signal is already aborted. */
  readonly socket: Socket | (() => Socket)
  /** Starts keep-alive when the connection opens. Absent for sockets without ping frames. */
  readonly startKeepAlive?: StartKeepAlive
  readonly endListener?: EndListener | undefined
}

/** Is notified of the end of a connection before anybody else. An object: a closure for each connection takes more memory. */
export interface EndListener {
  /** Must not throw. */
  ended(): void
}
