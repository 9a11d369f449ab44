import { Socket as TcpSocket } from 'node:net'
import { endianness } from 'node:os'
import { TLSSocket } from 'node:tls'
import type { WebSocket } from 'ws'
import type { Frame } from '../../core/frame.js'
import { canDecode } from './chunk.js'
import { FrameReader, type ReaderPort } from './frame-reader.js'
import { FrameWriter } from './frame-writer.js'
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

const PATH: unique symbol = /* @__PURE__ */ Symbol('path')

// The listeners are functions of the module, which find the path by this property: a closure for each of them would be a
// good part of an idle channel's memory.
type Served = TcpSocket & { [PATH]?: FastPath | undefined }

/**
 * Reads and writes the plain data frames of a `ws` socket in its place. ws keeps the handshake, control frames, fragments,
 * limits and the closing handshake. Its listener on the connection is taken off, and called with every byte that is not a
 * plain frame; what it is about to write itself finds everything before it written.
 */
export class FastPath implements ReaderPort {
  readonly isServer: boolean
  readonly maxPayload: number
  readonly sharesFrames: boolean
  readonly #port: FastPathPort
  readonly #native: WebSocket
  readonly #tcp: Served
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
    this.#tcp[PATH] = this
    tcp.on('data', onData)
    tcp.off('data', readOfWs)
  }

  /** Whether frames still come this way: not when ws has everything back, because the connection ends. */
  get isActive(): boolean {
    return !this.#reader.isOver
  }

  /** Bytes accepted and not given to the connection. */
  get bufferedAmount(): number {
    return this.#writer.gatheredBytes
  }

  get isWsOpen(): boolean {
    return this.#native.readyState === OPEN && this.#receiver.errored === null
  }

  /** Sends in place of ws; `false` if ws has to, which counts what can't be sent any more. */
  send(data: string | ArrayBuffer | ArrayBufferView): boolean {
    if (this.#native.readyState !== OPEN) return false
    this.#writer.send(typeof data === 'string' ? data : bytesOf(data))
    return true
  }

  /** Writes what waits; to be called before ws is asked to write anything. */
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

  /** Leaves everything to ws from now on: nothing more is delivered, and what waits is dropped, and was counted as such. */
  end(): void {
    this.#writer.discard()
    this.#reader.stop()
  }

  deliver(frame: Frame): void {
    this.#port.deliver(frame)
  }

  pass(bytes: Buffer): void {
    this.#writer.flush()
    this.#readOfWs.call(this.#tcp, bytes)
  }

  // What is kept has to reach ws before it sees the connection's end; a connection that is paused tells its end, too.
  awaitEnd(): void {
    this.#tcp.prependListener('end', onEnd)
    this.#tcp.prependListener('close', onEnd)
  }

  ignoreEnd(): void {
    this.#tcp.off('end', onEnd)
    this.#tcp.off('close', onEnd)
  }

  standAside(): void {
    const tcp = this.#tcp
    // In this order: without any listener the connection would lose its flow. At its own end ws has taken this one off.
    if (this.#native.readyState !== CLOSED) tcp.on('data', this.#readOfWs)
    tcp.off('data', onData)
    tcp[PATH] = undefined
  }

  /** Takes a chunk from the network. */
  read(chunk: Buffer): void {
    this.#reader.read(chunk)
  }

  /** The connection ended while something was kept. */
  giveUp(): void {
    this.#reader.giveUp()
  }
}

function onData(this: Served, chunk: Buffer): void {
  this[PATH]?.read(chunk)
}

function onEnd(this: Served): void {
  this[PATH]?.giveUp()
}

/** A connection of Node's own kinds; agents and proxies may bring others. */
function isOrdinary(tcp: TcpSocket | undefined): tcp is TcpSocket {
  const isKnown = tcp?.constructor === TcpSocket || tcp?.constructor === TLSSocket
  return isKnown && endianness() === 'LE' && canDecode()
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  if (data instanceof Uint8Array) return data
  return 'buffer' in data
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data)
}
