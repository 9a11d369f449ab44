import { attempt } from '../attempt.js'
import type { CloseInfo } from '../channel.js'
import {
  ConnectionClosedError,
  ConnectionFailedError,
  type ConnectionFailure,
  type WebSocketChannelError,
} from '../errors.js'

/** The error for a connection that ended as `info` says, its message composed from that. */
export function connectionClosed(
  info: CloseInfo,
  cause: unknown,
  detail: string = messageOf(cause),
): ConnectionClosedError {
  const { code, reason } = info
  const received = `received ${code}${reason && ` ${JSON.stringify(reason)}`}`
  const how = code === 1006 ? detail || 'there was no close frame' : received
  return new ConnectionClosedError(`Connection closed: ${how}`, { ...info, cause })
}

/** The error for a connection that never opened, its message composed from that. */
export function connectionFailed(
  failure: ConnectionFailure,
  detail: string = messageOf(failure.cause),
): ConnectionFailedError {
  const { url } = failure
  const message = `Connection${url && ` to ${url}`} failed${detail && `: ${detail}`}`
  return new ConnectionFailedError(message, failure)
}

/**
 * The message of a cause, without a full stop, colon or line break at its end; `''` if there is none, or one that might quote an
 * address with its credentials or query. The cause may be an error of another realm, as under Jest, which is no `instanceof Error`.
 */
export function messageOf(cause: unknown): string {
  // The error may be of anybody, with a getter that throws.
  const found = attempt(() => (cause as Partial<Error> | null | undefined)?.message)
  const message = typeof found === 'string' ? found : ''
  return /[?@]/.test(message) ? '' : message.trim().replace(/[.:]$/, '')
}

/** The reason of an abort that was given none. React Native has no `DOMException`. */
export function abortError(message = 'The channel was aborted'): Error {
  return Object.assign(new Error(message), { name: 'AbortError' })
}

/**
 * The error of what the end of a connection cuts short, such as an `addStream`: the error of `stream`, or the cause of the end, if
 * that says how the connection ended.
 */
export function endError(info: CloseInfo, error?: unknown): WebSocketChannelError {
  const cause = error ?? info.cause
  if (cause instanceof ConnectionClosedError || cause instanceof ConnectionFailedError) return cause
  return connectionClosed(info, cause)
}
