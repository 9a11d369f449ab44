import { EventEmitter } from 'node:events'
import type { Socket as TcpSocket } from 'node:net'
import type { Writable } from 'node:stream'
import type { WebSocket } from 'ws'

/** A `ws` socket, with the parts of it and of its connection that the fast path uses. */
export interface WsHandles {
  readonly native: WebSocket
  readonly tcp: TcpSocket
  /** The listener of ws for the data of the connection. */
  readonly onData: (chunk: Buffer) => void
  /** The part of ws that reads. Its `errored` is set at once; the `ws` socket reports the error a tick later. */
  readonly receiver: Pick<Writable, 'errored'>
  /** Bytes of the longest message that ws accepts. */
  readonly maxPayload: number
}

/** A `ws` socket before it is examined. */
export interface WsCandidate {
  readonly native: WebSocket
  readonly tcp: TcpSocket
  readonly isServer: boolean
}

/** The private fields of ws that are compared and never changed. */
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

/**
 * Returns the handles of a `ws` socket that is between two frames in both directions, and that emits messages while it
 * reads. Returns `undefined` for any other: other options, a subclass, a stand-in, a version of ws with other internals,
 * other listeners on the connection or for the messages.
 */
export function findWsHandles({ native, tcp, isServer }: WsCandidate): WsHandles | undefined {
  const { _socket, _receiver: receiver, _sender: sender } = native as WebSocket & Internals
  const limit = receiver?._maxPayload
  const onData = onlyDataListener(tcp)
  if (_socket !== tcp || !isPlain(native) || !onData || typeof limit !== 'number') return undefined
  if (receiver?._isServer !== isServer || !isBetweenReads(receiver) || !isBetweenWrites(sender)) {
    return undefined
  }
  return {
    ...{ native, tcp, onData },
    maxPayload: limit > 0 ? limit : Number.MAX_SAFE_INTEGER,
    receiver: receiver as Pick<Writable, 'errored'>,
  }
}

/** Whether a socket is of ws's own class, without compression, and nobody else listens for its messages. */
function isPlain(native: WebSocket): boolean {
  return (
    Object.getPrototypeOf(Object.getPrototypeOf(native)) === EventEmitter.prototype &&
    native.extensions === '' &&
    native.listenerCount('message') === 1
  )
}

function onlyDataListener(tcp: TcpSocket): WsHandles['onData'] | undefined {
  const [onData, ...others] = tcp.listeners('data') as WsHandles['onData'][]
  return others.length > 0 || tcp.listenerCount('readable') > 0 ? undefined : onData
}

function isBetweenReads(receiver: Internals['_receiver']): boolean {
  return (
    receiver?.errored === null &&
    receiver._allowSynchronousEvents === true &&
    receiver._state === 0 &&
    receiver._bufferedBytes === 0 &&
    receiver._fragmented === 0
  )
}

function isBetweenWrites(sender: Internals['_sender']): boolean {
  return (
    sender?._bufferedBytes === 0 &&
    sender._firstFragment === true &&
    sender._generateMask === undefined &&
    sender._state === 0
  )
}
