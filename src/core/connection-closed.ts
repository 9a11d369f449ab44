import type { CloseInfo } from './channel.js'
import { ConnectionClosedError } from './errors.js'

/** The error for a connection that ended as `info` says, its message composed from that. */
export function connectionClosed(info: CloseInfo, cause: unknown): ConnectionClosedError {
  return new ConnectionClosedError(`Connection closed: ${describe(info, cause)}`, {
    ...info,
    cause,
  })
}

function describe({ code, reason, initiator }: CloseInfo, cause: unknown): string {
  if (code !== 1006) return `received ${code}${reason && ` ${JSON.stringify(reason)}`}`
  if (cause instanceof Error && cause.message) return cause.message
  return initiator === 'local' ? 'dropped by this side' : 'lost without a close frame'
}
