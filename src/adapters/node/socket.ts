import type { IncomingMessage } from 'node:http'
import type { Socket as TcpSocket } from 'node:net'
import type { WebSocket } from 'ws'
import type { CloseCodes } from '../../core/lifecycle/close-request.js'
import type { BlobLike, Sendable } from '../../core/frame.js'
import { NO_CLOSE_FRAME } from '../../core/lifecycle/lifecycle.js'
import { isBlob, snapshot } from '../../core/sending/sendable.js'
import { SERVER_CLOSE_CODES } from '../../core/lifecycle/server-close-codes.js'
import type { Socket, SocketClose, SocketHandlers } from '../../core/socket.js'
import { decodeUtf8 } from './decode-utf8.js'
import { FastPath } from './fast-path/fast-path.js'
import {
  listenToControls,
  listenToFrames,
  listenToOpening,
  type NodeEvents,
  stopListening,
} from './events.js'
import { failedHandshake, refusal } from './handshake-failure.js'
import { SendOrder } from '../send-order.js'

const OPEN = 1
const CLOSED = 3

/** How a {@link NodeSocket} reads and writes. */
export interface NodeSocketSettings {
  /** The upgrade request, for the server's side of a connection. */
  readonly request?: IncomingMessage | undefined
  /** Whether plain frames may be read and written in place of ws. */
  readonly fastPath: boolean
  /** Whether binary frames may be views into what was read. */
  readonly sharesFrames: boolean
}

// What takes the place of the settings at open: a request is large.
const SPENT: NodeSocketSettings = { fastPath: false, sharesFrames: false }

/** A `ws` socket, a client's or a server's, as a {@link Socket}. */
export class NodeSocket implements NodeEvents, Socket {
  readonly isServer: boolean
  readonly #native: WebSocket
  #settings: NodeSocketSettings
  #handlers: SocketHandlers | undefined
  // The connection below, where it is known: it tells of bytes that are no whole frame yet.
  #tcp: TcpSocket | undefined
  #fastPath: FastPath | undefined
  #error: Error | undefined
  // What came by way of ws.
  #events = 0
  // From the first Blob on. They are read here: ws reads none that has no `stream`.
  #sequence: SendOrder | undefined
  // Whether ws may send by reference, and later.
  #keepsReferences = false

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
    const gathered = this.#fastPath ? this.#fastPath.bufferedAmount : 0
    return this.#native.bufferedAmount + gathered + (this.#sequence ? this.#sequence.bytes : 0)
  }

  get activity(): number {
    // Who closes answers no ping, and has a deadline for that: always something else than before.
    if (this.#native.readyState > OPEN) return NaN
    return this.#events + (this.#tcp?.bytesRead ?? 0)
  }

  /** Whether plain frames are read and written in place of ws now. */
  get isFast(): boolean {
    return this.#fastPath?.isActive ?? false
  }

  attach(handlers: SocketHandlers): void {
    const native = this.#native
    if (native.readyState > OPEN) {
      if (native.readyState < CLOSED) guard(native)
      handlers.failed({ detail: 'the socket was closed before' })
      return
    }
    this.#handlers = handlers
    // The user of a socket that is taken over may have set another type.
    native.binaryType = 'nodebuffer'
    if (native.readyState === OPEN) this.onOpen()
    else listenToOpening(native, this)
  }

  send(data: Sendable): void {
    if (this.#sequence || isBlob(data)) this.#sendInOrder(data)
    else this.#write(data)
  }

  close(code: number | undefined, reason: string): void {
    const close = (): void => {
      this.#native.close(code, reason)
    }
    if (this.#sequence) this.#sequence.take('', close)
    else close()
  }

  flush(): void {
    this.#fastPath?.flush()
  }

  abort(): void {
    this.#detach()
    if (this.#native.readyState === CLOSED) return
    guard(this.#native)
    this.#native.terminate()
  }

  terminate(): void {
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
    this.#native.ping()
  }

  onUpgrade({ socket }: IncomingMessage): void {
    // Bun's stand-in for ws shows none.
    if (typeof (socket as TcpSocket | undefined)?.bytesRead === 'number') this.#tcp = socket
  }

  onUnexpectedResponse(response: IncomingMessage): void {
    this.#detach()?.failed(refusal(response))
  }

  onOpen(): void {
    const native = this.#native
    const tcp = this.#tcp
    const handlers = this.#handlers
    const { isServer } = this
    const { fastPath, sharesFrames } = this.#settings
    this.#settings = SPENT
    // A client's frame that is written at once is a masked copy; `extensions` is put together at each read.
    this.#keepsReferences = this.isServer || native.extensions !== ''
    listenToFrames(native, this)
    if (!tcp) listenToControls(native)
    if (fastPath && handlers) {
      this.#fastPath = FastPath.begin({ native, tcp, isServer, sharesFrames, handlers })
    }
    handlers?.opened(native.protocol)
  }

  onText(bytes: Buffer): void {
    this.#events++
    this.#handlers?.message(decodeUtf8(bytes, 0, bytes.length))
  }

  onBinary(bytes: Buffer): void {
    this.#events++
    this.#handlers?.message(ownBytes(bytes))
  }

  onControl(): void {
    this.#events++
  }

  // ws closes by itself after an error, when it has told the peer.
  onError(error: Error): void {
    this.#error = error
  }

  onClose({ code, reason, wasClean }: SocketClose): void {
    const cause = this.#error
    const handlers = this.#detach()
    if (cause) handlers?.failed(failedHandshake(cause))
    else handlers?.closed({ code: code || NO_CLOSE_FRAME.code, reason, wasClean })
  }

  #sendInOrder(data: Sendable): void {
    this.#sequence ??= new SendOrder((cause) => {
      // What was added before the Blob that can't be read is sent: ws would have done that at once.
      this.flush()
      this.#handlers?.failed({ cause })
    })
    this.#sequence.take(data, (plain) => {
      this.#write(plain)
    })
  }

  #write(data: Exclude<Sendable, BlobLike>): void {
    if (this.#fastPath?.send(data)) return
    this.#native.send((this.#keepsReferences ? snapshot(data) : data) as Buffer)
  }

  #detach(): SocketHandlers | undefined {
    const handlers = this.#handlers
    this.#handlers = undefined
    this.#tcp = undefined
    // It stays, as it knows what has not been sent.
    this.#fastPath?.end()
    stopListening(this.#native)
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

function ignore(): void {
  // Whoever had to know of this socket's end knows already.
}

/** A frame with a buffer of its own: small ones arrive as views into a chunk of many. */
function ownBytes(data: Uint8Array): Uint8Array<ArrayBuffer> {
  // To ask for the buffer takes time. All empty frames of ws are one object, which nobody may transfer.
  if (data.byteOffset > 0 || data.length === 0) return new Uint8Array(data)
  const { buffer } = data
  const isOwn = buffer.byteLength === data.length && buffer instanceof ArrayBuffer
  return isOwn ? new Uint8Array(buffer) : new Uint8Array(data)
}
