import { Socket as TcpSocket } from 'node:net'
import type { WebSocket } from 'ws'
import type { Settings } from '../../core/arguments/check-options.js'
import { NO_CLOSE_FRAME } from '../../core/lifecycle/lifecycle.js'
import { LONGEST_TIMER } from '../../core/lifecycle/timer.js'

/**
 * Private fields of `ws` for which there is no public counterpart. Each is used only if it has the type that is known; the
 * fast path checks other fields itself.
 */
interface WsFields {
  /** Whether `ws` answers pings; absent if the owner has turned that off. Its constructor has an option. */
  _autoPong?: unknown
  /** Milliseconds from the start of a closing handshake until `ws` drops the connection; its constructor has an option. */
  _closeTimeout?: unknown
  /** The connection; `undefined` or `null` before and after. */
  readonly _socket?: unknown
  readonly _closeFrameReceived?: unknown
  readonly _closeFrameSent?: unknown
}

/** Milliseconds for which `ws` waits, in a closing handshake, for a peer that keeps the connection: 30 s by default. */
export function wsCloseTimeout({ closeTimeout }: Pick<Settings, 'closeTimeout'>): number {
  return Math.min(closeTimeout, LONGEST_TIMER)
}

/**
 * Sets how long a socket that somebody else created waits for the peer, once a closing handshake has begun. The default of
 * `ws` is 30 seconds, during which its timer keeps the process alive. No event announces that `ws` begins to close.
 */
export function setCloseTimeout(native: WebSocket, milliseconds: number): void {
  const fields = native as WebSocket & WsFields
  if (typeof fields._closeTimeout === 'number') fields._closeTimeout = milliseconds
}

/** Returns the connection of a socket, where it is of Node's own class. */
export function tcpOf(native: WebSocket): TcpSocket | undefined {
  const { _socket: socket } = native as WebSocket & WsFields
  return socket instanceof TcpSocket ? socket : undefined
}

/** Whether a socket answers pings itself: its owner has not turned that off, and neither has `stopAutoPong`. */
export function hasAutoPong(native: WebSocket): boolean {
  return (native as WebSocket & WsFields)._autoPong === true
}

/**
 * Has a socket no longer answer pings itself. Returns whether it did: if not, its owner answers them, or nobody is to.
 */
export function stopAutoPong(native: WebSocket): boolean {
  const fields = native as WebSocket & WsFields
  // Bun's implementation of ws has the field too, and answers whatever its value.
  if (fields._autoPong !== true || process.versions['bun']) return false
  fields._autoPong = false
  return true
}

/**
 * Whether both close frames were exchanged. `ws` passes this only to listeners of its `addEventListener`, and one such
 * listener takes 300 bytes per socket.
 */
export function wasClosedCleanly(native: WebSocket, code: number): boolean {
  const { _closeFrameReceived: received, _closeFrameSent: sent } = native as WebSocket & WsFields
  if (typeof received === 'boolean' && typeof sent === 'boolean') return received && sent
  // A version of ws with other fields. Any other code came in a close frame, which ws answers.
  return code !== NO_CLOSE_FRAME.code
}
