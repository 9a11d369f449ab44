import type { IncomingMessage } from 'node:http'
import type { Socket as TcpSocket } from 'node:net'
import type { CloseEvent, WebSocket } from 'ws'
import type { CloseCodes } from '../core/close-request.js'
import type { BlobLike, Frame, Sendable } from '../core/frame.js'
import { snapshot } from '../core/sendable.js'
import { SERVER_CLOSE_CODES } from '../core/server-close-codes.js'
import type { Socket, SocketHandlers } from '../core/socket.js'
import { FastPath, type FastPathPort } from './fast-path/fast-path.js'
import { failedHandshake, refusal } from './node-handshake-failure.js'

const OPEN = 1
const CLOSED = 3
const ABNORMAL_CLOSURE = 1006

/** How a {@link NodeSocket} reads and writes. */
export interface NodeSocketSettings {
  /** The upgrade request, for the server's side of a connection. */
  readonly request?: IncomingMessage | undefined
  /** Whether plain frames may be read and written in place of ws. */
  readonly fastPath: boolean
  /** Whether binary frames may be views into what was read. */
  readonly sharesFrames: boolean
}

/** A `ws` socket, a client's or a server's, as a {@link Socket}. */
export class NodeSocket implements FastPathPort, Socket {
  readonly isServer: boolean
  readonly #native: WebSocket
  #handlers: SocketHandlers | undefined
  #error: Error | undefined
  // The connection below, where it is known: it tells of bytes that are no whole frame yet.
  #tcp: TcpSocket | undefined
  readonly #settings: NodeSocketSettings
  #messages = 0
  #pongs = 0
  // Blobs that ws is reading or writing.
  #blobs = 0
  #stopOpening: (() => void) | undefined
  #fastPath: FastPath | undefined

  constructor(native: WebSocket, settings: NodeSocketSettings) {
    this.#native = native
    this.#settings = settings
    // Only a client's socket knows an address.
    this.isServer = !native.url
    this.#tcp = settings.request?.socket
  }

  get closeCodes(): CloseCodes | undefined {
    return this.isServer ? SERVER_CLOSE_CODES : undefined
  }

  get bufferedAmount(): number {
    return this.#native.bufferedAmount + (this.#fastPath ? this.#fastPath.bufferedAmount : 0)
  }

  get activity(): number {
    return this.#messages + this.#pongs + (this.#tcp?.bytesRead ?? 0)
  }

  /** Whether plain frames are read and written in place of ws now. */
  get isFast(): boolean {
    return this.#fastPath?.isActive ?? false
  }

  deliver(frame: Frame): void {
    this.#handlers?.message(frame)
  }

  attach(handlers: SocketHandlers): void {
    const native = this.#native
    if (native.readyState > OPEN) {
      guard(native)
      handlers.failed({ detail: 'the socket was closed before' })
      return
    }
    this.#handlers = handlers
    // The user of a socket that is taken over may have set another type.
    native.binaryType = 'nodebuffer'
    native.on('message', this.#onMessage)
    native.on('error', this.#onError)
    native.addEventListener('close', this.#onClose)
    if (native.readyState === OPEN) this.#open()
    else this.#stopOpening = this.#awaitOpening(native)
  }

  send(data: Sendable): void {
    if (isBlob(data)) {
      this.#sendBlob(data)
      return
    }
    // What is added while ws reads a Blob queues behind it, in ws.
    const isFast = this.#blobs === 0 && this.#fastPath?.send(data)
    if (!isFast) this.#native.send((this.#mayWait ? snapshot(data) : data) as Buffer)
  }

  close(code: number | undefined, reason: string): void {
    this.#fastPath?.flush()
    this.#native.close(code, reason)
  }

  abort(): void {
    this.#detach()
    if (this.#native.readyState === CLOSED) return
    guard(this.#native)
    this.#native.terminate()
  }

  pause(): void {
    this.#fastPath?.pause()
    this.#native.pause()
  }

  resume(): void {
    if (!this.#fastPath) {
      this.#native.resume()
      return
    }
    this.#fastPath.resume(() => {
      this.#native.resume()
    })
  }

  ping(): void {
    this.#fastPath?.flush()
    this.#native.ping()
  }

  /** Whether ws may send by reference, and later. A client's frame that is written at once is a masked copy. */
  get #mayWait(): boolean {
    return this.isServer || this.#blobs > 0 || this.#native.extensions !== ''
  }

  #sendBlob(blob: BlobLike): void {
    this.#fastPath?.flush()
    this.#blobs++
    this.#native.send(blob as unknown as Buffer, () => {
      this.#blobs--
    })
  }

  /** Listens to what comes before open only, and gives what ends that. */
  #awaitOpening(native: WebSocket): () => void {
    const onOpen = (): void => {
      this.#open()
    }
    const onUpgrade = ({ socket }: IncomingMessage): void => {
      // Bun's stand-in for ws shows none.
      if (typeof (socket as TcpSocket | undefined)?.bytesRead === 'number') this.#tcp = socket
    }
    const onUnexpectedResponse = (_: unknown, response: IncomingMessage): void => {
      this.#refuse(response)
    }
    native.on('open', onOpen)
    native.on('upgrade', onUpgrade)
    native.on('unexpected-response', onUnexpectedResponse)
    return () => {
      native.off('open', onOpen)
      native.off('upgrade', onUpgrade)
      native.off('unexpected-response', onUnexpectedResponse)
    }
  }

  #open(): void {
    const native = this.#native
    this.#stopOpening?.()
    this.#stopOpening = undefined
    if (!this.#tcp) {
      native.on('ping', this.#onPong)
      native.on('pong', this.#onPong)
    }
    const { fastPath, sharesFrames } = this.#settings
    if (fastPath) this.#fastPath = FastPath.begin(this, { native, tcp: this.#tcp, sharesFrames })
    this.#handlers?.opened(native.protocol)
  }

  readonly #onMessage = (data: unknown, isBinary: boolean): void => {
    this.#messages++
    this.#handlers?.message(isBinary ? ownBytes(data as Buffer) : (data as Buffer).toString())
  }

  readonly #onPong = (): void => {
    this.#pongs++
  }

  #refuse(response: IncomingMessage): void {
    this.#detach()?.failed(refusal(response))
  }

  // ws closes by itself after an error, when it has told the peer.
  readonly #onError = (error: Error): void => {
    this.#error = error
  }

  readonly #onClose = ({ code, reason, wasClean }: CloseEvent): void => {
    const cause = this.#error
    const handlers = this.#detach()
    if (cause) handlers?.failed(failedHandshake(cause))
    else handlers?.closed({ code: code || ABNORMAL_CLOSURE, reason, wasClean })
  }

  #detach(): SocketHandlers | undefined {
    const native = this.#native
    const handlers = this.#handlers
    this.#handlers = undefined
    this.#tcp = undefined
    this.#stopOpening?.()
    this.#fastPath?.end()
    this.#fastPath = undefined
    native.off('message', this.#onMessage)
    native.off('error', this.#onError)
    native.removeEventListener('close', this.#onClose)
    native.off('ping', this.#onPong)
    native.off('pong', this.#onPong)
    return handlers
  }
}

/** Keeps a late error of a socket that nobody listens to from ending the process. */
function guard(native: WebSocket): void {
  native.on('error', ignore)
  native.once('close', () => {
    native.off('error', ignore)
  })
}

function isBlob(data: Sendable): data is BlobLike {
  return typeof data === 'object' && !ArrayBuffer.isView(data) && 'size' in data
}

function ignore(): void {
  // Whoever had to know of this socket's end knows already.
}

/** A frame with a buffer of its own: small ones arrive as views into a chunk of many. */
function ownBytes(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = data
  // All empty frames of ws are one object, which nobody may transfer.
  const isOwn =
    data.length > 0 && buffer.byteLength === data.length && buffer instanceof ArrayBuffer
  return isOwn ? new Uint8Array(buffer) : new Uint8Array(data)
}
