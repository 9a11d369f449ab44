import { EventEmitter } from 'node:events'
import type { Socket as TcpSocket } from 'node:net'
import type { Writable } from 'node:stream'
import type { WebSocket } from 'ws'

/** The part of `ws` that reads. */
export interface WsReader {
  /** Bytes of the longest message it accepts. */
  readonly maxPayload: number
  /** A Writable that knows at once what it refused; the `ws` socket tells it a tick later. */
  readonly receiver: Pick<Writable, 'errored'>
}

/** What a `ws` socket has to be like. */
export interface Expected {
  readonly tcp: TcpSocket
  readonly isServer: boolean
}

/** What is looked at, and never touched, to know a `ws` socket that does what the fast path relies on. */
interface Internals {
  readonly _socket?: unknown
  readonly _receiver?: {
    readonly errored?: unknown
    readonly _allowSynchronousEvents?: unknown
    readonly _bufferedBytes?: unknown
    readonly _fragmented?: unknown
    readonly _isServer?: unknown
    readonly _maxPayload?: unknown
    readonly _state?: unknown
  }
  readonly _sender?: {
    readonly _bufferedBytes?: unknown
    readonly _firstFragment?: unknown
    readonly _generateMask?: unknown
    readonly _state?: unknown
  }
}

/** How long ws waits, once it closes, for a peer that keeps the connection. */
interface ClosingSocket {
  _closeTimeout?: unknown
}

/**
 * Has a socket that somebody else made wait so many milliseconds for a peer that closes and keeps the connection. An option
 * of its constructor sets the same; nothing tells that ws closes. Before 8.19 ws waits 30 seconds, whatever it is told.
 */
export function limitClosing(native: WebSocket, milliseconds: number): void {
  const socket = native as WebSocket & ClosingSocket
  if (typeof socket._closeTimeout === 'number') socket._closeTimeout = milliseconds
}

/**
 * The reader of a `ws` socket that is about to read a frame's first byte and to write one, on the connection given, and
 * hands out messages while it reads; `undefined` for any other: another version, a stand-in, a subclass, one with other
 * options.
 */
export function wsReader(native: WebSocket, { tcp, isServer }: Expected): WsReader | undefined {
  const { _socket: socket, _receiver: receiver, _sender: sender } = native as WebSocket & Internals
  const isPlain =
    Object.getPrototypeOf(Object.getPrototypeOf(native)) === EventEmitter.prototype &&
    native.extensions === '' &&
    socket === tcp
  const limit = receiver?._maxPayload
  if (!isPlain || typeof limit !== 'number') return undefined
  if (receiver?._isServer !== isServer || !isReading(receiver) || !isWriting(sender)) {
    return undefined
  }
  return {
    maxPayload: limit > 0 ? limit : Number.MAX_SAFE_INTEGER,
    receiver: receiver as Pick<Writable, 'errored'>,
  }
}

function isReading(receiver: Internals['_receiver']): boolean {
  return (
    receiver?.errored === null &&
    receiver._allowSynchronousEvents === true &&
    receiver._state === 0 &&
    receiver._bufferedBytes === 0 &&
    receiver._fragmented === 0
  )
}

function isWriting(sender: Internals['_sender']): boolean {
  return (
    sender?._bufferedBytes === 0 &&
    sender._firstFragment === true &&
    sender._generateMask === undefined &&
    sender._state === 0
  )
}
