import type { CloseInfo } from '../channel.js'
import type { CloseRequest, ErrorBox } from './close-request.js'
import { connectionClosed } from './end-errors.js'
import type { SocketClose } from '../socket.js'

/** The state of a connection, with the data that belongs to it. `opened` is true once the connection was open. */
export type Lifecycle = Living | Closed

type Living = { readonly info?: undefined; readonly errorBox?: undefined } & (
  | { readonly name: 'connecting'; readonly opened: false; readonly request?: undefined }
  | { readonly name: 'open'; readonly opened: true; readonly request?: undefined }
  | Closing
)

/** `close` or `addError` was called, before or after the connection opened. */
export interface Closing {
  readonly name: 'closing'
  readonly opened: boolean
  readonly request: CloseRequest
}

/** The connection has ended. No event changes this state. */
export interface Closed {
  readonly name: 'closed'
  readonly opened: boolean
  readonly info: CloseInfo
  /** The error of `stream`; absent when `stream` completes. */
  readonly errorBox: ErrorBox | undefined
  /** The arguments of `close` or `addError`; absent when neither was called before the end. */
  readonly request: CloseRequest | undefined
}

/** An event that may change the state. */
export type LifecycleEvent = Opened | CloseRequested | Aborted | Ended

/** The opening handshake succeeded. */
interface Opened {
  readonly type: 'opened'
}

/** The user called `close` or `addError`. */
interface CloseRequested {
  readonly type: 'close'
  readonly request: CloseRequest
}

/** The user called `abort`, or aborted the signal. */
interface Aborted {
  readonly type: 'abort'
  /** The error of `ready` and `stream` if the connection was never open. */
  readonly errorBox: ErrorBox
}

/** The socket closed or failed, or a limit of the channel was reached. */
interface Ended {
  readonly type: 'ended'
  /** The close frame that the socket reported; absent when there was none. */
  readonly close?: SocketClose
  /** The error of `stream`. By default it is composed of `close` and `cause`. */
  readonly errorBox?: ErrorBox
  /** The socket's own error. */
  readonly cause?: unknown
  /** What happened, for the message. By default it is the message of `cause`. */
  readonly detail?: string | undefined
}

/** The first state of every connection that is not open yet. */
export const CONNECTING: Lifecycle = { name: 'connecting', opened: false }

/** A connection that has opened. */
export const OPEN: Lifecycle = { name: 'open', opened: true }

/**
 * The close information of a connection that ended without a close frame. RFC 6455 section 7.1.5: "If the underlying TCP
 * connection is closed without any Close control frame being received, _The WebSocket Connection Close Code_ is considered
 * to be 1006."
 */
export const NO_CLOSE_FRAME: SocketClose = { code: 1006, reason: '', wasClean: false }

// RFC 6455 section 7.4.1: "the purpose for which the connection was established has been fulfilled" (1000), "an endpoint is
// "going away"" (1001), "no status code was actually present" (1005).
const PLANNED = [1000, 1001, 1005]

/** Returns the state after an event. Pure and total: it never goes back, and a closed lifecycle never changes. */
export function transition(lifecycle: Lifecycle, event: LifecycleEvent): Lifecycle {
  if (lifecycle.info) return lifecycle
  const { opened, request } = lifecycle
  switch (event.type) {
    case 'opened':
      return request ? { name: 'closing', opened: true, request } : OPEN
    case 'close':
      return request ? lifecycle : { name: 'closing', opened, request: event.request }
    case 'abort':
      return aborted(lifecycle, event.errorBox)
    case 'ended':
      return closed(lifecycle, event, request && 'local')
  }
}

function aborted({ opened, request }: Living, reason: ErrorBox): Closed {
  const info: CloseInfo = { ...NO_CLOSE_FRAME, initiator: 'local' }
  // Guarantee 12: `stream` of an open channel completes.
  return { name: 'closed', opened, info, errorBox: opened ? undefined : reason, request }
}

function closed({ opened, request }: Living, event: Ended, initiator?: 'local'): Closed {
  const { close = NO_CLOSE_FRAME, cause, detail } = event
  const { code } = close
  let { errorBox } = event
  const by = initiator ?? (code === NO_CLOSE_FRAME.code ? 'failure' : 'remote')
  const info = closeInfo({ ...close, initiator: by }, cause ?? errorBox?.error)
  // Guarantee 12: after a local close of an open channel, `stream` completes however the connection ends.
  if (opened && initiator) errorBox = undefined
  else if (!PLANNED.includes(code)) errorBox ??= { error: connectionClosed(info, cause, detail) }
  return { name: 'closed', opened, info, errorBox, request }
}

/** Returns how a connection ended. `cause` is not enumerable, as that of an Error, and absent if it is `undefined`. */
export function closeInfo(
  { code, reason, wasClean, initiator }: CloseInfo,
  cause: unknown,
): CloseInfo {
  const info: CloseInfo = { code, reason, wasClean, initiator }
  if (cause !== undefined) Object.defineProperty(info, 'cause', { value: cause })
  return info
}
