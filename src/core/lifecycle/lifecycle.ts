import type { CloseInfo } from '../channel.js'
import type { CloseRequest, ErrorBox } from './close-request.js'
import { connectionClosed } from './end-errors.js'
import type { SocketClose } from '../socket.js'

/** Where a connection is, with the data that belongs there. `opened` tells whether it was ever open. */
export type Lifecycle = Living | Closed

type Living = { readonly info?: undefined; readonly errorBox?: undefined } & (
  | { readonly name: 'connecting'; readonly opened: false; readonly request?: undefined }
  | { readonly name: 'open'; readonly opened: true; readonly request?: undefined }
  | Closing
)

/** `close` or `addError` was called, before open or after. */
export interface Closing {
  readonly name: 'closing'
  readonly opened: boolean
  readonly request: CloseRequest
}

/** The end. */
export interface Closed {
  readonly name: 'closed'
  readonly opened: boolean
  readonly info: CloseInfo
  /** What `stream` errors with; absent when it completes. */
  readonly errorBox: ErrorBox | undefined
  /** How `close` or `addError` was called before the end, if it was. */
  readonly request: CloseRequest | undefined
}

/** What can happen to a connection. */
export type LifecycleEvent = 'opened' | CloseRequested | Ended

interface CloseRequested {
  readonly request: CloseRequest
}

interface Ended {
  /** As the socket told it; without it there was no close frame. */
  readonly close?: SocketClose
  /** What to fail with instead of what `close` says; of no effect on a channel that was open and is ended by its user. */
  readonly errorBox?: ErrorBox
  readonly cause?: unknown
  /** Whether the user dropped the connection. */
  readonly isAbort?: boolean
}

/** Where every connection begins. */
export const CONNECTING: Lifecycle = { name: 'connecting', opened: false }

const OPEN: Lifecycle = { name: 'open', opened: true }

/** How a connection ends without one. */
export const NO_CLOSE_FRAME: SocketClose = { code: 1006, reason: '', wasClean: false }

// Normal closure, going away, and no code given are a planned end (RFC 6455 section 7.4.1).
const PLANNED = [1000, 1001, 1005]

/** The lifecycle after an event: total, pure, never back, and absorbing once closed. */
export function transition(lifecycle: Lifecycle, event: LifecycleEvent): Lifecycle {
  if (lifecycle.info) return lifecycle
  const { opened, request } = lifecycle
  if (event === 'opened') return request ? { name: 'closing', opened: true, request } : OPEN
  if (!('request' in event)) return ended(lifecycle, event)
  return request ? lifecycle : { name: 'closing', opened, request: event.request }
}

function ended({ opened, request }: Living, event: Ended): Closed {
  const { close = NO_CLOSE_FRAME, cause } = event
  const { code, reason, wasClean } = close
  const isLocal = request ?? event.isAbort
  const info: CloseInfo = {
    code,
    reason,
    wasClean,
    initiator: isLocal ? 'local' : code === 1006 ? 'failure' : 'remote',
  }
  let { errorBox } = event
  // After a local end of an open channel nothing is a failure any more: guarantee 12.
  if (opened && isLocal) errorBox = undefined
  else if (!PLANNED.includes(code)) errorBox ??= { error: connectionClosed(info, cause) }
  return { name: 'closed', opened, info, errorBox, request }
}
