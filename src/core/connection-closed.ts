import type { CloseInfo } from './channel.js'
import { ConnectionClosedError } from './errors.js'

/** The error for a connection that ended as `info` says, its message composed from that. */
export function connectionClosed(info: CloseInfo, cause: unknown): ConnectionClosedError {
  const { code, reason } = info
  const received = `received ${code}${reason && ` ${JSON.stringify(reason)}`}`
  const how = code === 1006 ? messageOf(cause) || 'there was no close frame' : received
  return new ConnectionClosedError(`Connection closed: ${how}`, { ...info, cause })
}

/** The message of a cause; `''` if there is none, or one that might quote an address with its credentials or query. */
export function messageOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : ''
  return /[?@]/.test(message) ? '' : message
}
