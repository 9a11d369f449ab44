import { Socket as TcpSocket } from 'node:net'
import { endianness } from 'node:os'
import { TLSSocket } from 'node:tls'
import type { WebSocket } from 'ws'
import type { Frame } from '../../core/frame.js'
import { FrameReader, type ReaderPort } from './frame-reader.js'
import { FrameWriter } from './frame-writer.js'
import { type WsReader, wsReader } from './ws-internals.js'

const OPEN = 1

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
 * plain frame; what it is about to write itself finds everything before it written.
 */
export class FastPath implements ReaderPort {
  readonly #port: FastPathPort
  readonly #native: WebSocket
  readonly #findings: Findings
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
    this.#port = port
    this.#native = settings.native
    this.#findings = findings
    this.#reader = new FrameReader(this, {
      expectsMask: port.isServer,
      maxPayload: reader.maxPayload,
      sharesFrames: settings.sharesFrames,
    })
    this.#writer = new FrameWriter(tcp, port)
    tcp.on('data', this.#onData)
    // What is kept has to reach ws before it sees the connection's end; a paused one tells its end, too.
    tcp.prependListener('end', this.#onEnd)
    tcp.prependListener('close', this.#onEnd)
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
    return this.#native.readyState === OPEN && this.#findings.reader.receiver.errored === null
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
    const { tcp, readOfWs } = this.#findings
    this.#writer.flush()
    readOfWs.call(tcp, bytes)
  }

  standAside(): void {
    const { tcp, readOfWs } = this.#findings
    // In this order: without any listener the connection would lose its flow.
    tcp.on('data', readOfWs)
    tcp.off('data', this.#onData)
    tcp.off('end', this.#onEnd)
    tcp.off('close', this.#onEnd)
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#reader.read(chunk)
  }

  readonly #onEnd = (): void => {
    this.#reader.giveUp()
  }
}

/** A connection of Node's own kinds; agents and proxies may bring others. */
function isOrdinary(tcp: TcpSocket | undefined): tcp is TcpSocket {
  const isKnown = tcp?.constructor === TcpSocket || tcp?.constructor === TLSSocket
  return isKnown && endianness() === 'LE'
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  if (data instanceof Uint8Array) return data
  return 'buffer' in data
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data)
}
