import { onAbort } from './abort-signal.js'
import { ChannelPromises } from './channel-promises.js'
import { checkClose, type CloseCodes, type CloseRequest } from './close-request.js'
import { abortError, connectionFailed, endError } from './end-errors.js'
import type { ConnectionSource, EndListener } from './connection-source.js'
import type { KeepAlivePort } from './keep-alive.js'
import { CONNECTING, type Lifecycle, type LifecycleEvent, transition } from './lifecycle.js'
import { CloseTimeout, ConnectTimeout, type TimeoutPort } from './timeouts.js'
import type { Settings } from '../arguments/check-options.js'
import { shownUrl } from '../arguments/endpoint.js'
import { attempt } from '../attempt.js'
import type { CloseInfo } from '../channel.js'
import type { ResponseHeaders, WebSocketChannelError } from '../errors.js'
import type { Frame, Sendable } from '../frame.js'
import type { ChannelCore } from '../layering/channel-core.js'
import { FRAMES } from '../receiving/frames.js'
import { FrameStream } from '../receiving/frame-stream.js'
import type { StreamPort } from '../receiving/stream-port.js'
import type { StreamSource } from '../sending/pull-source.js'
import type { SinkPort } from '../sending/sink-port.js'
import { SocketSink } from '../sending/socket-sink.js'
import type { Socket, SocketClose, SocketFailure, SocketHandlers } from '../socket.js'

/**
 * One socket with its lifecycle. `#apply` is the only place where the state changes, and every effect of a change (promises,
 * timers, the ends of stream and sink) starts there.
 */
export class Connection
  implements
    ChannelCore<Frame, Sendable>,
    KeepAlivePort,
    SinkPort,
    SocketHandlers,
    StreamPort,
    TimeoutPort
{
  readonly sink: SocketSink
  readonly stream: FrameStream<Frame>
  readonly url: unknown
  /** Headers of the answer to the opening handshake, where the adapter keeps them. */
  headers: ResponseHeaders | undefined
  readonly settings: Settings
  // Only until the connection opens: it would be a good part of an idle channel's memory.
  #source: ConnectionSource | undefined
  #lifecycle: Lifecycle = CONNECTING
  #socket: Socket | undefined
  #closeCodes: CloseCodes | undefined
  #protocol = ''
  #promises: ChannelPromises | undefined
  #keepAlive: { stop(): void } | undefined
  #connectTimeout: ConnectTimeout | undefined
  #closeTimeout: CloseTimeout | undefined
  #ignoreSignal: (() => void) | undefined
  readonly #endListener: EndListener | undefined

  constructor(source: ConnectionSource, settings: Settings) {
    this.#source = source
    this.settings = settings
    this.url = source.url
    this.#endListener = source.endListener
    this.stream = new FrameStream<Frame>(this, settings, FRAMES)
    this.sink = new SocketSink(this, settings)
    this.#start(source)
  }

  get lifecycle(): Lifecycle {
    return this.#lifecycle
  }

  get socket(): Socket | undefined {
    return this.#socket
  }

  get protocol(): string {
    return this.#protocol
  }

  get promises(): ChannelPromises {
    return (this.#promises ??= new ChannelPromises(this.#lifecycle))
  }

  // Called by the channel and its sink, for the user.

  checkClose(request: CloseRequest): void {
    checkClose(request, this.#closeCodes)
  }

  requestClose(request: CloseRequest): void {
    this.#apply({ type: 'close', request })
  }

  abort(error: unknown = abortError()): void {
    this.#apply({ type: 'abort', errorBox: { error } })
  }

  addFrom<V>(source: StreamSource<V>, add: (value: V) => void): Promise<void> {
    return this.sink.addFrom(source, add)
  }

  endError(info: CloseInfo): WebSocketChannelError {
    return endError(info, this.#lifecycle.errorBox?.error)
  }

  // Called by the stream, by keep-alive and by layers.

  endWithError(error: unknown): void {
    this.#apply({ type: 'ended', errorBox: { error } })
  }

  // Called by the socket.

  opened(protocol: string): void {
    const protocols = this.#source?.protocols
    // RFC 6455 section 4.1: "If the response includes a |Sec-WebSocket-Protocol| header field and this header field indicates
    // the use of a subprotocol that was not present in the client's handshake [...], the client MUST _Fail the WebSocket
    // Connection_." Some platforms accept it; `''` stands for no subprotocol.
    if (protocols && !(protocols.length > 0 ? protocols : ['']).includes(protocol)) {
      this.failed({ phase: 'subprotocol', detail: `the server chose subprotocol "${protocol}"` })
      return
    }
    this.#protocol = protocol
    this.headers = this.#socket?.headers
    this.#apply({ type: 'opened' })
  }

  message(frame: Frame): void {
    if (this.#lifecycle.name === 'open') this.stream.push(frame)
  }

  closed(close: SocketClose): void {
    if (this.#lifecycle.opened) this.#apply({ type: 'ended', close })
    else this.failed({})
  }

  failed({ phase = 'network', detail, ...known }: SocketFailure): void {
    if (this.#lifecycle.opened) {
      this.#apply({ type: 'ended', detail, ...known })
      return
    }
    const failure = { url: shownUrl(this.url), phase, ...known }
    this.endWithError(connectionFailed(failure, detail))
  }

  #start({ socket }: ConnectionSource): void {
    const { signal, connectTimeout } = this.settings
    const isNew = typeof socket === 'function'
    if (!isNew) {
      this.#socket = socket
      this.#closeCodes = socket.closeCodes
    }
    if (signal?.aborted) {
      this.abort(signal.reason)
      return
    }
    try {
      if (isNew) {
        this.#socket = socket()
        this.#connectTimeout = new ConnectTimeout(this, connectTimeout)
      }
      // May call a handler at once: the socket may be open or closed already.
      this.#socket?.attach(this)
      // Only now: a custom agent or `WebSocket` class may abort the signal while the socket is created.
      if (signal && !this.#lifecycle.info) {
        this.#ignoreSignal = onAbort(signal, this.abort.bind(this))
      }
    } catch (cause) {
      this.failed({ cause })
      // Wrong arguments are thrown to the caller. Other errors, a browser's SecurityError for example, fail the connection.
      if (cause instanceof TypeError || cause instanceof RangeError) throw cause
    }
  }

  /** Changes the state, and starts every effect of the change. */
  #apply(event: LifecycleEvent): void {
    const before = this.#lifecycle
    const after = transition(before, event)
    this.#lifecycle = after
    // Guarantee 11: stop delivery before any user callback runs, also when already closed, because frames may still be queued.
    if (event.type === 'close' || event.type === 'abort') this.stream.discardPending()
    if (after === before) return
    if (after.info) this.#endListener?.ended()
    this.#promises?.update(after)
    if (after.info) this.#afterEnd()
    else this.#afterChange(before, after)
    this.stream.lifecycleChanged()
  }

  #afterChange(before: Lifecycle, after: Lifecycle): void {
    if (after.opened && !before.opened) this.#afterOpening()
    if (after.request && !before.request) this.#afterCloseRequest()
    this.#startClosingHandshake()
  }

  #afterOpening(): void {
    try {
      this.sink.flush()
    } catch (cause) {
      this.failed({ cause })
    }
    const { keepAlive } = this.settings
    if (keepAlive && this.#lifecycle.name === 'open') {
      this.#keepAlive = this.#source?.startKeepAlive?.(this, keepAlive)
    }
    this.#connectTimeout?.stop()
    // Dropped, because an idle channel does not need them.
    this.#connectTimeout = this.#source = undefined
  }

  #afterCloseRequest(): void {
    // First: if the close timer of ws fired before this one, the count of unsent bytes would be lost.
    this.#closeTimeout = new CloseTimeout(this, this.settings.closeTimeout)
    this.#keepAlive?.stop()
    this.sink.stop()
  }

  /** Sends the close frame once everything added before has been given to the socket. */
  #startClosingHandshake(): void {
    const { opened, request } = this.#lifecycle
    if (opened && request && this.sink.isFlushed) {
      this.#socket?.close(request.code, request.reason ?? '')
    }
  }

  #afterEnd(): void {
    const socket = this.#socket
    const buffered = attempt(() => this.sink.bufferedAmount) ?? 0
    // Resumes a socket that an iterator kept paused: it may belong to the user.
    this.stream.updatePause()
    this.#socket = this.#source = undefined
    this.#connectTimeout?.stop()
    this.#closeTimeout?.stop()
    this.#keepAlive?.stop()
    this.sink.end(Math.max(this.#closeTimeout?.unsent ?? 0, buffered))
    this.stream.end(this.#lifecycle.errorBox)
    // Last, because both run code of the platform or of the user, which may throw.
    this.#ignoreSignal?.()
    attempt(() => socket?.abort())
  }
}
