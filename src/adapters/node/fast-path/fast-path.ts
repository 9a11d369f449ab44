import { Socket as TcpSocket } from 'node:net'
import { endianness } from 'node:os'
import { TLSSocket } from 'node:tls'
import type { WebSocket } from 'ws'
import type { Frame } from '../../../core/frame.js'
import { FrameReader, type ReaderPort } from './frame-reader.js'
import { FrameWriter } from './frame-writer.js'
import {
  hasOwnWays,
  listenToEnd,
  listenToTcp,
  stopListeningToEnd,
  stopListeningToTcp,
  type TcpEvents,
} from './tcp-events.js'
import { type WsReader, wsReader } from './ws-internals.js'

const OPEN = 1
const CLOSED = 3

/** What the fast path needs of the socket it serves. */
export interface FastPathPort {
  readonly isServer: boolean
  deliver(frame: Frame): void
}

/** The connection as ws has it, and how binary frames are handed out. */
export interface FastPathSettings {
  readonly native: WebSocket
  /** The connection below, by public means: of the handshake's answer, or of the upgrade request on a server. */
  readonly tcp: TcpSocket | undefined
  readonly sharesFrames: boolean
}

/** What is found out before the fast path begins. */
interface Findings {
  readonly tcp: TcpSocket
  /** The listener of ws on the connection. */
  readonly readOfWs: (chunk: Buffer) => void
  readonly reader: WsReader
}

/**
 * Reads and writes the plain data frames of a `ws` socket in its place. ws keeps the handshake, control frames, fragments,
 * limits and the closing handshake. Its listener on the connection is taken off, and called with every byte that is not a
 * plain frame. What was gathered is written before anything that ws or its owner writes, and before either of them ends the
 * connection. When ws has everything back, for the connection ends, it sends again, too.
 */
export class FastPath implements ReaderPort, TcpEvents {
  readonly isServer: boolean
  readonly maxPayload: number
  readonly sharesFrames: boolean
  readonly #port: FastPathPort
  readonly #native: WebSocket
  readonly #tcp: TcpSocket
  readonly #readOfWs: (chunk: Buffer) => void
  readonly #receiver: WsReader['receiver']
  readonly #reader: FrameReader
  readonly #writer: FrameWriter

  /** Begins on a socket that has just opened; `undefined` where ws has to do everything. */
  static begin(port: FastPathPort, settings: FastPathSettings): FastPath | undefined {
    const { native, tcp } = settings
    if (!isOrdinary(tcp) || native.listenerCount('message') !== 1) return undefined
    const reader = wsReader(native, { tcp, isServer: port.isServer })
    const [readOfWs, ...others] = tcp.listeners('data') as ((chunk: Buffer) => void)[]
    if (!reader || !readOfWs || others.length > 0 || tcp.listenerCount('readable') > 0) {
      return undefined
    }
    return new FastPath(port, settings, { tcp, readOfWs, reader })
  }

  /** Called by `begin` only. */
  constructor(port: FastPathPort, settings: FastPathSettings, findings: Findings) {
    const { tcp, readOfWs, reader } = findings
    this.isServer = port.isServer
    this.maxPayload = reader.maxPayload
    this.sharesFrames = settings.sharesFrames
    this.#port = port
    this.#native = settings.native
    this.#tcp = tcp
    this.#readOfWs = readOfWs
    this.#receiver = reader.receiver
    this.#reader = new FrameReader(this)
    this.#writer = new FrameWriter(tcp, port)
    listenToTcp(tcp, this)
    tcp.off('data', readOfWs)
  }

  /** Whether frames still go this way: not when ws has everything back, because the connection ends. */
  get isActive(): boolean {
    return !this.#reader.isOver
  }

  /** Bytes accepted and not given to the connection; after the end, those that never were. */
  get bufferedAmount(): number {
    return this.#writer.bufferedAmount
  }

  get isWsOpen(): boolean {
    return this.#native.readyState === OPEN && this.#receiver.errored === null
  }

  /** Sends in place of ws; `false` if ws has to, which counts what can't be sent any more. */
  send(data: string | ArrayBuffer | ArrayBufferView): boolean {
    if (this.#reader.isOver || this.#native.readyState !== OPEN) return false
    this.#writer.send(typeof data === 'string' ? data : bytesOf(data))
    return true
  }

  /** Writes what waits. */
  flush(): void {
    this.#writer.flush()
  }

  pause(): void {
    this.#reader.pause()
  }

  /** Goes on with what was read before the pause; `done` is called when the connection may be read again. */
  resume(done: () => void): void {
    this.#reader.resume(done)
  }

  /** Leaves everything to ws from now on: nothing more is delivered, and what waits is dropped, and stays counted. */
  end(): void {
    this.#writer.discard()
    this.#reader.stop()
  }

  deliver(frame: Frame): void {
    this.#port.deliver(frame)
  }

  pass(bytes: Buffer): void {
    this.#readOfWs.call(this.#tcp, bytes)
  }

  // What is kept has to reach ws before it sees the connection's end.
  awaitEnd(): void {
    listenToEnd(this.#tcp)
  }

  ignoreEnd(): void {
    stopListeningToEnd(this.#tcp)
  }

  standAside(): void {
    const tcp = this.#tcp
    // The last moment at which it can still be written before what ws answers to that which it gets back.
    this.#writer.flush()
    // In this order: without any listener the connection would lose its flow. At its own end ws has taken this one off.
    if (this.#native.readyState !== CLOSED) tcp.on('data', this.#readOfWs)
    stopListeningToTcp(tcp)
  }

  onData(chunk: Buffer): void {
    this.#reader.read(chunk)
  }

  onEnd(): void {
    this.#reader.giveUp()
  }

  beforeWrite(): void {
    this.#writer.flush()
  }
}

/** A connection of Node's own kinds; agents and proxies may bring others, or have it write in ways of their own. */
function isOrdinary(tcp: TcpSocket | undefined): tcp is TcpSocket {
  const isKnown = tcp?.constructor === TcpSocket || tcp?.constructor === TLSSocket
  return isKnown && !hasOwnWays(tcp) && endianness() === 'LE'
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  if (data instanceof Uint8Array) return data
  return 'buffer' in data
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data)
}
