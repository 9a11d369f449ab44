import { Socket as TcpSocket } from 'node:net'
import { endianness } from 'node:os'
import { TLSSocket } from 'node:tls'
import type { WebSocket } from 'ws'
import type { SocketHandlers } from '../../../core/socket.js'
import { CLOSED, OPEN } from '../../ready-state.js'
import type { FastPathRefusal } from '../fast-path-options.js'
import { TESTED_WS_VERSIONS } from '../tested-ws-versions.js'
import { wsVersion } from '../ws-version.js'
import {
  isPatched,
  listenToEnd,
  listenToTcp,
  stopListeningToEnd,
  stopListeningToTcp,
  type TcpHandlers,
} from './tcp-handlers.js'
import { bytesOf } from './encode-wire-frame.js'
import type { SharedMessage } from './shared-message.js'
import { type ReaderPort, WireFrameReader } from './wire-frame-reader.js'
import { WireFrameWriter } from './wire-frame-writer.js'
import { findWsHandles, type WsHandles } from './ws-internals.js'

/** An open `ws` socket, and how its frames are delivered. */
export interface FastPathSettings {
  readonly native: WebSocket
  /** The connection, from the answer to the handshake, or from the upgrade request on a server. */
  readonly tcp: TcpSocket | undefined
  readonly isServer: boolean
  /** Whether to begin only with a version of ws with which the fast path was tested. */
  readonly onlyTested: boolean
  readonly sharesFrames: boolean
  readonly handlers: Pick<SocketHandlers, 'message'>
}

/**
 * Reads and writes the plain data frames of a `ws` socket in place of ws. ws keeps the handshake, control frames, fragments,
 * limits and the closing handshake: the fast path replaces its listener on the connection, and calls that listener with all
 * bytes that are not plain frames. Gathered frames are written before anything that ws or the owner of the socket writes,
 * and before either of them ends the connection. When the connection ends, ws reads and sends again.
 */
export class FastPath implements ReaderPort, TcpHandlers {
  readonly isServer: boolean
  readonly maxPayload: number
  readonly sharesFrames: boolean
  readonly handlers: Pick<SocketHandlers, 'message'>
  // The handles one by one: an object for them would be held for each connection.
  readonly #native: WsHandles['native']
  readonly #tcp: WsHandles['tcp']
  readonly #onWsData: WsHandles['onData']
  readonly #receiver: WsHandles['receiver']
  readonly #reader: WireFrameReader
  readonly #writer: WireFrameWriter

  /** Begins on a socket that has just opened. Returns why not where ws has to do everything. */
  static begin(settings: FastPathSettings): FastPath | FastPathRefusal {
    const { native, tcp, isServer, onlyTested } = settings
    if (!tcp) return isServer ? 'no-request' : 'connection'
    if (!isPlainNodeSocket(tcp)) return 'connection'
    const ws = findWsHandles({ native, tcp, isServer })
    if (typeof ws === 'string') return ws
    if (onlyTested && !TESTED_WS_VERSIONS.includes(wsVersion(native) ?? '')) return 'ws-version'
    return new FastPath(settings, ws)
  }

  /** Called by `begin` only. */
  constructor({ isServer, sharesFrames, handlers }: FastPathSettings, ws: WsHandles) {
    const { native, tcp, onData, receiver, maxPayload } = ws
    this.isServer = isServer
    this.maxPayload = maxPayload
    this.sharesFrames = sharesFrames
    this.handlers = handlers
    this.#native = native
    this.#tcp = tcp
    this.#onWsData = onData
    this.#receiver = receiver
    this.#reader = new WireFrameReader(this)
    this.#writer = new WireFrameWriter(tcp, { isServer })
    listenToTcp(tcp, this)
    tcp.off('data', onData)
  }

  /** Whether frames take the fast path: not after ws took over because the connection ends. */
  get isActive(): boolean {
    return !this.#reader.isOver
  }

  /** Bytes that are accepted and not written yet; after the end, those that were never written. */
  get bufferedAmount(): number {
    return this.#writer.bufferedAmount
  }

  get isWsOpen(): boolean {
    const [native, receiver] = [this.#native, this.#receiver]
    return native.readyState === OPEN && receiver.errored === null
  }

  /** Sends in place of ws. Returns `false` if ws has to: it counts what can no longer be sent. */
  send(data: string | ArrayBuffer | ArrayBufferView): boolean {
    if (this.#reader.isOver || this.#native.readyState !== OPEN) return false
    this.#writer.send(typeof data === 'string' ? data : bytesOf(data))
    return true
  }

  /** As `send`, with a frame that other connections write too. */
  sendShared(message: SharedMessage): boolean {
    if (this.#reader.isOver || this.#native.readyState !== OPEN) return false
    this.#writer.sendShared(message)
    return true
  }

  /** Writes the gathered frames. */
  flush(): void {
    this.#writer.flush()
  }

  pause(): void {
    this.#reader.pause()
  }

  /** Continues with what was read before the pause; `done` is called when the connection may be read again. */
  resume(done: () => void): void {
    this.#reader.resume(done)
  }

  /** Leaves everything to ws: delivers nothing more, and drops the gathered frames, which stay in `bufferedAmount`. */
  end(): void {
    this.#writer.discard()
    this.#reader.stop()
  }

  pass(bytes: Buffer): void {
    this.#onWsData.call(this.#tcp, bytes)
  }

  awaitEnd(): void {
    listenToEnd(this.#tcp)
  }

  ignoreEnd(): void {
    stopListeningToEnd(this.#tcp)
  }

  restoreWs(): void {
    const [native, tcp] = [this.#native, this.#tcp]
    // Before ws answers what it receives next.
    this.#writer.flush()
    // At the end of the connection ws has removed its listener itself. Our own goes last: a connection without any listener
    // for data would stop flowing.
    if (native.readyState !== CLOSED) tcp.on('data', this.#onWsData)
    stopListeningToTcp(tcp)
  }

  onData(chunk: Buffer): void {
    this.#reader.read(chunk)
  }

  onEnd(): void {
    this.#reader.handAllToWs()
  }

  beforeWrite(): void {
    this.#writer.flush()
  }
}

/** Whether a connection is an unpatched one of Node's own classes. Agents and proxies may provide others. */
function isPlainNodeSocket(tcp: TcpSocket): boolean {
  const isKnown = tcp.constructor === TcpSocket || tcp.constructor === TLSSocket
  return isKnown && !isPatched(tcp) && endianness() === 'LE'
}
