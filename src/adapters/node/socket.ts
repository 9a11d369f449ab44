import type { Socket as TcpSocket } from 'node:net'
import type { WebSocket } from 'ws'
import type { CloseCodes } from '../../core/lifecycle/close-request.js'
import type { ResponseHeaders } from '../../core/errors.js'
import type { Frame, Sendable } from '../../core/frame.js'
import { NO_CLOSE_FRAME } from '../../core/lifecycle/lifecycle.js'
import { SERVER_CLOSE_CODES } from '../../core/lifecycle/server-close-codes.js'
import type { Socket, SocketClose, SocketFailure, SocketHandlers } from '../../core/socket.js'
import { CLOSED, OPEN } from '../ready-state.js'
import { brokenConnection } from './broken-connection.js'
import { bytesTaken } from './bytes-taken.js'
import { destroyWhenFinished } from './destroy-when-finished.js'
import { beginFastPath } from './fast-path/begin-fast-path.js'
import type { FastPath } from './fast-path/fast-path.js'
import type { FastPathRefusal } from './fast-path-options.js'
import { binaryFrame, textFrame } from './incoming-frame.js'
import { ignoreLateErrors } from './late-errors.js'
import { Opening } from './opening.js'
import type { NodeSocketSettings } from './options.js'
import { PingResponder } from './ping-responder.js'
import { Sender } from './sender.js'
import {
  type FrameHandlers,
  listenToFrames,
  listenToPongs,
  stopListening,
} from './socket-handlers.js'
import { hasAutoPong, stopAutoPong, tcpOf } from './ws-fields.js'

// Replaces the settings once the socket is open: a request is large.
const EMPTY_SETTINGS: NodeSocketSettings = { fastPath: false, sharesFrames: false }

/** A `ws` socket, a client's or a server's, as a {@link Socket}. */
export class NodeSocket implements FrameHandlers, Socket {
  readonly isServer: boolean
  readonly #native: WebSocket
  #settings: NodeSocketSettings
  #handlers: SocketHandlers | undefined
  #opening: Opening | undefined
  // The connection below, where it is known: it counts bytes of frames that are not complete yet.
  #tcp: TcpSocket | undefined
  #fastPath: FastPath | undefined
  #fastPathRefusal: FastPathRefusal | undefined
  // From open on.
  #sender: Sender | undefined
  #answersPings = false
  // From the first pong on.
  #pings: PingResponder | undefined
  #error: Error | undefined
  // Messages and control frames that ws has read.
  #events = 0

  constructor(native: WebSocket, settings: NodeSocketSettings) {
    this.#native = native
    this.#settings = settings
    // Only a client's socket has an address.
    this.isServer = !native.url
  }

  get closeCodes(): CloseCodes | undefined {
    return this.isServer ? SERVER_CLOSE_CODES : undefined
  }

  get bufferedAmount(): number {
    return this.#sender ? this.#sender.bufferedAmount : this.#native.bufferedAmount
  }

  get bytesTaken(): number | undefined {
    return bytesTaken(this.#native)
  }

  get activity(): number {
    // While the socket closes, closeTimeout applies and keep-alive must not end it: NaN differs from every earlier value.
    if (this.#native.readyState > OPEN) return NaN
    return this.#events + (this.#tcp?.bytesRead ?? 0)
  }

  get headers(): ResponseHeaders | undefined {
    return this.#settings.keepsHeaders ? this.#opening?.headers : undefined
  }

  get failure(): SocketFailure | undefined {
    return this.#opening?.failure
  }

  /** Whether plain frames are read and written in place of `ws` now. */
  get isFast(): boolean {
    return this.#fastPath?.isActive ?? false
  }

  /** Why not, once the socket is open. */
  get fastPathRefusal(): FastPathRefusal | undefined {
    return this.#fastPathRefusal
  }

  attach(handlers: SocketHandlers): void {
    const native = this.#native
    if (native.readyState > OPEN) {
      if (native.readyState < CLOSED) ignoreLateErrors(native)
      handlers.failed({ detail: 'the socket was closed before' })
      return
    }
    this.#handlers = handlers
    // The owner of an adopted socket may have set another type.
    native.binaryType = 'nodebuffer'
    if (native.readyState === OPEN) this.#open(handlers, this.#settings.request?.socket)
    else this.#awaitOpening(handlers)
  }

  send(data: Sendable): void {
    this.#sender?.send(data)
  }

  close(code: number | undefined, reason: string): void {
    this.#sender?.close(code, reason)
  }

  flush(): void {
    this.#fastPath?.flush()
  }

  abort(): void {
    this.#detach()
    this.#settings.drop?.()
    if (this.#native.readyState === CLOSED) return
    ignoreLateErrors(this.#native)
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
    const resume = (): void => {
      this.#native.resume()
    }
    if (this.#fastPath) this.#fastPath.resume(resume)
    else resume()
  }

  ping(): void {
    this.#sender?.countAgain()
    this.#native.ping()
  }

  pong(): void {
    if (!this.#answersPings && !hasAutoPong(this.#native)) return
    this.#sender?.countAgain()
    const pings = (this.#pings ??= new PingResponder(this.#native))
    pings.sendUnasked()
  }

  onText(data: unknown): void {
    this.#deliver(data, textFrame)
  }

  onBinary(data: unknown): void {
    this.#deliver(data, binaryFrame)
  }

  onPing(payload: Buffer): void {
    this.#events++
    this.#sender?.countAgain()
    if (this.#answersPings) (this.#pings ??= new PingResponder(this.#native)).answer(payload)
  }

  onPong(): void {
    this.#events++
  }

  // ws emits `close` after it, when it has sent the peer a close frame with the fitting code.
  onError(error: Error): void {
    this.#error = error
    if (this.isServer) destroyWhenFinished(this.#tcp ?? tcpOf(this.#native))
  }

  onClose({ code, reason, wasClean }: SocketClose): void {
    const cause = this.#error
    const handlers = this.#detach()
    if (cause) handlers?.failed(brokenConnection(cause))
    else handlers?.closed({ code: code || NO_CLOSE_FRAME.code, reason, wasClean })
  }

  #deliver(data: unknown, toFrame: (data: unknown) => Frame): void {
    this.#events++
    let frame: Frame
    try {
      frame = toFrame(data)
    } catch (cause) {
      // An exception in a listener would stop ws, and leave the channel open.
      this.#detach()?.failed({ cause })
      return
    }
    this.#handlers?.message(frame)
  }

  #awaitOpening(handlers: SocketHandlers): void {
    this.#opening = new Opening(this.#native, {
      opened: (tcp) => {
        this.#open(handlers, tcp)
        this.#opening = undefined
      },
      failed: (failure) => {
        this.#detach()?.failed(failure)
      },
    })
  }

  #open(handlers: SocketHandlers, tcp: TcpSocket | undefined): void {
    const native = this.#native
    this.#tcp = tcp
    listenToFrames(native, this)
    this.#answersPings = stopAutoPong(native)
    if (!tcp) listenToPongs(native)
    const begun = beginFastPath({ native, tcp, isServer: this.isServer, handlers }, this.#settings)
    if (typeof begun === 'string') this.#fastPathRefusal = begun
    else this.#fastPath = begun
    // Each read of `extensions` composes it anew.
    const hasExtensions = native.extensions !== ''
    this.#sender = new Sender(native, handlers, {
      fastPath: this.#fastPath,
      // A client without extensions writes at once, and masks a copy.
      keepsReferences: this.isServer || hasExtensions,
      // Bun's implementation of ws sends every buffer as binary.
      canShare: this.isServer && !hasExtensions && !process.versions['bun'],
      maxBufferedBytes: this.#settings.maxBufferedBytes,
    })
    handlers.opened(native.protocol)
    this.#settings = EMPTY_SETTINGS
  }

  #detach(): SocketHandlers | undefined {
    const handlers = this.#handlers
    this.#handlers = undefined
    this.#tcp = undefined
    this.#opening?.stop()
    this.#opening = undefined
    // It stays referenced, because it counts what was not sent.
    this.#fastPath?.end()
    stopListening(this.#native)
    return handlers
  }
}
