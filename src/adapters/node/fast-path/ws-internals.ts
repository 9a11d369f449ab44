import { EventEmitter } from 'node:events'
import type { Socket as TcpSocket } from 'node:net'
import type { Writable } from 'node:stream'
import type { WebSocket } from 'ws'
import type { FastPathRefusal } from '../fast-path-options.js'
import { LONGEST_HEADER } from './wire-frame-header.js'

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
    readonly _maxBufferedChunks?: unknown
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
 * reads. For any other it returns why not.
 */
export function findWsHandles(candidate: WsCandidate): WsHandles | FastPathRefusal {
  const { native, tcp } = candidate
  if (native.extensions !== '') return 'compression'
  const onData = onlyDataListener(tcp)
  if (!onData || native.listenerCount('message') !== 1) return 'listener'
  const receiver = readyReceiver(candidate)
  if (!receiver) return 'ws-internals'
  const { _maxPayload: limit } = receiver
  const maxPayload = limit > 0 ? limit : Number.MAX_SAFE_INTEGER
  return { native, tcp, onData, receiver, maxPayload }
}

function onlyDataListener(tcp: TcpSocket): WsHandles['onData'] | undefined {
  const [onData, ...others] = tcp.listeners('data') as WsHandles['onData'][]
  return others.length > 0 || tcp.listenerCount('readable') > 0 ? undefined : onData
}

/** Returns the receiver of a socket of ws's own class, if it and the sender are as expected. */
function readyReceiver({ native, tcp, isServer }: WsCandidate): ReadyReceiver | undefined {
  const { _socket, _receiver: receiver, _sender: sender } = native as WebSocket & Internals
  const isOwnClass = Object.getPrototypeOf(Object.getPrototypeOf(native)) === EventEmitter.prototype
  const isReady =
    isOwnClass &&
    _socket === tcp &&
    typeof receiver?._maxPayload === 'number' &&
    receiver._isServer === isServer &&
    isBetweenReads(receiver) &&
    isBetweenWrites(sender)
  return isReady ? (receiver as ReadyReceiver) : undefined
}

type ReadyReceiver = Pick<Writable, 'errored'> & { readonly _maxPayload: number }

function isBetweenReads(receiver: Internals['_receiver']): boolean {
  return (
    receiver?.errored === null &&
    receiver._allowSynchronousEvents === true &&
    receiver._state === 0 &&
    receiver._bufferedBytes === 0 &&
    receiver._fragmented === 0 &&
    isAmple(receiver._maxBufferedChunks)
  )
}

/** Whether a limit of chunks leaves room for those that the beginning of a frame can arrive in: the reader keeps these. */
function isAmple(maxBufferedChunks: unknown): boolean {
  return maxBufferedChunks === 0 || Number(maxBufferedChunks) >= LONGEST_HEADER
}

function isBetweenWrites(sender: Internals['_sender']): boolean {
  return (
    sender?._bufferedBytes === 0 &&
    sender._firstFragment === true &&
    sender._generateMask === undefined &&
    sender._state === 0
  )
}
