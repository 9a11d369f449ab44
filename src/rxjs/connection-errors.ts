import { shownUrl } from '../core/arguments/endpoint.js'
import {
  ConnectionClosedError,
  type ConnectionFailedError,
  type WebSocketChannelError,
} from '../core/errors.js'
import { connectionClosed, connectionFailed } from '../core/lifecycle/end-errors.js'
import { NO_CLOSE_FRAME } from '../core/lifecycle/lifecycle.js'
import type { SocketFailure } from '../core/socket.js'
import type { DomCloseEvent } from './dom-types.js'
import type { ErrorEventLike } from './subject-socket.js'

/** What every end of a connection has in common. */
export interface EndOf {
  readonly url: string
  readonly opened: boolean
  /** Whether `complete`, `error` or `unsubscribe` had closed it. */
  readonly isLocal: boolean
}

/** The error of a connection that its socket ended with an `error` event. */
export function errorOfErrorEvent(end: EndOf, event: ErrorEventLike): WebSocketChannelError {
  const { error, failure } = event
  // That of keep-alive says all there is to say.
  if (ConnectionClosedError.is(error)) return typed(error, 'close')
  return errorOfFailure(end, { ...failure, cause: failure?.cause ?? error ?? event })
}

/** The error of a connection that its socket ended with an unclean `close` event. */
export function errorOfCloseEvent(
  end: EndOf,
  event: Partial<DomCloseEvent>,
): WebSocketChannelError {
  const close = {
    code: event.code || NO_CLOSE_FRAME.code,
    reason: event.reason || '',
    wasClean: Boolean(event.wasClean),
  }
  if (!end.opened) return neverOpened(end, { ...close, cause: event })
  return closed(end, close)
}

/** The error of a connection that failed without an event of its socket, or with what the socket of Node knows. */
export function errorOfFailure(end: EndOf, failure: SocketFailure): WebSocketChannelError {
  if (!end.opened) return neverOpened(end, failure)
  return closed(end, NO_CLOSE_FRAME, failure)
}

function closed(
  { isLocal }: EndOf,
  close: Pick<ConnectionClosedError, 'code' | 'reason' | 'wasClean'>,
  { cause, detail }: SocketFailure = {},
): ConnectionClosedError {
  const failure = close.code === NO_CLOSE_FRAME.code ? 'failure' : 'remote'
  const info = { ...close, initiator: isLocal ? 'local' : failure } as const
  return typed(connectionClosed(info, cause, detail), 'close')
}

function neverOpened({ url }: EndOf, { detail, ...known }: SocketFailure): ConnectionFailedError {
  const failure = { phase: 'network', ...known, url: shownUrl(url) } as const
  return typed(connectionFailed(failure, detail), 'error')
}

/** Applications that distinguish the events of `rxjs/webSocket` look at their `type`. */
function typed<E extends WebSocketChannelError>(error: E, type: 'close' | 'error'): E {
  Object.assign(error, { type })
  return error
}
