import type { WebSocket } from 'ws'
import { tcpOf } from './ws-fields.js'

/** The private part of a connection that counts bytes. Each field is used only if it has the type that is known. */
interface Handle {
  readonly bytesWritten?: unknown
  /** Bytes that were passed to the handle and that the operating system has not taken. */
  readonly writeQueueSize?: unknown
  /** Below TLS the handle of the TCP connection. */
  readonly _parent?: Handle
}

/**
 * Returns how many of the bytes written to the connection of a socket the operating system has taken, or `undefined` if that
 * is not known. The public counts of Node change only when a whole `write` is done, which may be megabytes.
 */
export function bytesTaken(native: WebSocket): number | undefined {
  const handle = (tcpOf(native) as { readonly _handle?: Handle | null } | undefined)?._handle
  const written = handle?.bytesWritten
  // The count of TLS falls only when a whole `write` is done; that of the connection below falls before.
  const queued = handle?._parent?.writeQueueSize ?? handle?.writeQueueSize
  return typeof written === 'number' && typeof queued === 'number' ? written - queued : undefined
}
