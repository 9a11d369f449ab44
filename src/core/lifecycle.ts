import type { CloseInfo } from './channel.js'
import type { CloseRequest, Problem } from './close-request.js'
import { connectionClosed } from './connection-closed.js'
import type { SocketClose } from './socket.js'

/** Where a connection is, with the data that belongs there. `opened` tells whether it was ever open. */
export type Lifecycle =
  | { readonly name: 'connecting'; readonly opened: false }
  | { readonly name: 'open'; readonly opened: true }
  | Closing
  | Closed

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
  readonly problem: Problem | undefined
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
  readonly problem?: Problem
  readonly cause?: unknown
  /** Whether the user dropped the connection. */
  readonly isAbort?: boolean
}

/** Where every connection begins. */
export const CONNECTING: Lifecycle = { name: 'connecting', opened: false }

const OPEN: Lifecycle = { name: 'open', opened: true }
const NO_CLOSE_FRAME: SocketClose = { code: 1006, reason: '', wasClean: false }

/** The lifecycle after an event: total, pure, never back, and absorbing once closed. */
export function transition(lifecycle: Lifecycle, event: LifecycleEvent): Lifecycle {
  if (lifecycle.name === 'closed') return lifecycle
  if (event === 'opened') return opened(lifecycle)
  if (!('request' in event)) return ended(lifecycle, event)
  if (lifecycle.name === 'closing') return lifecycle
  return { name: 'closing', opened: lifecycle.opened, request: event.request }
}

type Living = Exclude<Lifecycle, Closed>

function opened(lifecycle: Living): Lifecycle {
  if (lifecycle.opened) return lifecycle
  return lifecycle.name === 'closing' ? { ...lifecycle, opened: true } : OPEN
}

function ended(lifecycle: Living, { close = NO_CLOSE_FRAME, ...event }: Ended): Closed {
  const request = lifecycle.name === 'closing' ? lifecycle.request : undefined
  const isLocal = Boolean(request ?? event.isAbort)
  const initiator = isLocal ? 'local' : close.code === 1006 ? 'failure' : 'remote'
  const { code, reason, wasClean } = close
  const info: CloseInfo = { code, reason, wasClean, initiator }
  const { opened } = lifecycle
  // After a local end of an open channel nothing is a failure any more: guarantee 12.
  const problem = isLocal && opened ? undefined : (event.problem ?? judge(info, event.cause))
  return { name: 'closed', opened, info, problem, request }
}

/** Normal closure, going away, and no code given are a planned end (RFC 6455 section 7.4.1). */
function judge(info: CloseInfo, cause: unknown): Problem | undefined {
  if (info.code === 1000 || info.code === 1001 || info.code === 1005) return undefined
  return { error: connectionClosed(info, cause) }
}
