import { byteLength } from '../byte-length.js'
import { SocketSink } from '../sending/socket-sink.js'
import type { SinkPort } from '../sending/sink-port.js'
import { checkClose, type CloseCodes, type CloseRequest } from './close-request.js'
import { abortError, endError, messageOf } from './end-errors.js'
import { startDeadline, type Timer } from './timeouts.js'
import type { CloseInfo } from '../channel.js'
import { ConnectionFailedError, type WebSocketChannelError } from '../errors.js'
import type { Frame } from '../frame.js'
import { FrameStream } from '../receiving/frame-stream.js'
import type { StreamPort } from '../receiving/stream-port.js'
import { CONNECTING, type Lifecycle, type LifecycleEvent, transition } from './lifecycle.js'
import type { AbortSignalLike, KeepAlive } from '../arguments/options.js'
import { ChannelPromises } from './channel-promises.js'
import type { Settings } from '../arguments/check-options.js'
import type { Socket, SocketClose, SocketFailure, SocketHandlers } from '../socket.js'
import { shownUrl } from '../arguments/endpoint.js'

/** Where a connection comes from. */
export interface ConnectionSource {
  /** Address of the socket, where it has one. */
  readonly url?: unknown
  /** The subprotocols offered; absent when somebody else offered them. */
  readonly protocols?: readonly string[]
  /** A socket that exists, or what makes it: not called when the attempt was aborted before it began. */
  readonly socket: Socket | (() => Socket)
  /** Begins to watch over the open connection, where the socket has a means to. */
  readonly watch?: StartWatch
}

/** Makes what pings the peer and ends the connection when nothing comes back. */
export type StartWatch = (watched: Watched, keepAlive: Required<KeepAlive>) => { stop(): void }

/** What a watch sees of a connection, and how it ends it. */
export interface Watched {
  readonly socket: Socket | undefined
  /** Tells whether this side keeps the socket from being read. */
  readonly stream: { readonly isPaused: boolean }
  fail(error: WebSocketChannelError): void
}

/**
 * One socket with its lifecycle. All that a state brings about (`ready`, `closed`, the ends of stream and sink, timers)
 * happens in the one place where that state is entered.
 */
export class Connection implements SinkPort, SocketHandlers, StreamPort, Watched {
  readonly sink: SocketSink
  readonly stream: FrameStream<Frame>
  readonly #settings: Settings
  // Only until it is open: it would be a good part of an idle channel's memory.
  #source: ConnectionSource | undefined
  #lifecycle: Lifecycle = CONNECTING
  #socket: Socket | undefined
  #closeCodes: CloseCodes | undefined
  #protocol = ''
  #promises: ChannelPromises | undefined
  #watch: { stop(): void } | undefined
  #openTimer: Timer | undefined
  #closeTimer: Timer | undefined
  #onAbort: (() => void) | undefined
  // What was not sent at the deadline of `close`.
  #unsent = 0

  constructor(origin: ConnectionSource, settings: Settings) {
    this.#source = origin
    this.#settings = settings
    this.stream = new FrameStream<Frame>(this, settings, byteLength)
    this.sink = new SocketSink(this, settings)
    this.#begin(origin)
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

  checkClose(request: CloseRequest): void {
    checkClose(request, this.#closeCodes)
  }

  endError(info: CloseInfo): WebSocketChannelError {
    return endError(info, this.#lifecycle.errorBox?.error)
  }

  close(request: CloseRequest): void {
    this.#enter({ request })
  }

  abort(error: unknown = abortError()): void {
    this.#enter({ isAbort: true, errorBox: { error } })
  }

  fail(error: WebSocketChannelError): void {
    this.#enter({ errorBox: { error } })
  }

  opened(protocol: string): void {
    const protocols = this.#source?.protocols
    if (protocols && !(protocols.length > 0 ? protocols : ['']).includes(protocol)) {
      this.failed({ phase: 'subprotocol', detail: `the server chose subprotocol "${protocol}"` })
      return
    }
    this.#protocol = protocol
    this.#enter('opened')
  }

  message(frame: Frame): void {
    if (this.#lifecycle.name === 'open') this.stream.push(frame)
  }

  closed(close: SocketClose): void {
    if (this.#lifecycle.opened) this.#enter({ close })
    else this.failed({})
  }

  failed({ phase = 'network', detail, ...known }: SocketFailure): void {
    if (this.#lifecycle.opened) {
      this.#enter(known)
      return
    }
    const url = shownUrl(this.#source?.url)
    const why = detail ?? messageOf(known.cause)
    const message = `Connection${url && ` to ${url}`} failed${why && `: ${why}`}`
    this.fail(new ConnectionFailedError(message, { url, phase, ...known }))
  }

  #begin({ socket }: ConnectionSource): void {
    const { signal, connectTimeout } = this.#settings
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
        if (connectTimeout > 0) this.#openTimer = this.#startDeadline(connectTimeout)
      }
      // It may open or end the connection at once.
      this.#socket?.attach(this)
      this.#listenToSignal(signal)
    } catch (cause) {
      this.failed({ cause })
      // A wrong argument is the caller's; a browser's SecurityError, say, is a failure of the connection.
      if (cause instanceof TypeError || cause instanceof RangeError) throw cause
    }
  }

  #listenToSignal(signal: AbortSignalLike | undefined): void {
    if (!signal || this.#lifecycle.info) return
    this.#onAbort = () => this.abort(signal.reason)
    // Meanwhile, by what made the socket: an agent or a class of the user's.
    if (signal.aborted) this.#onAbort()
    else signal.addEventListener('abort', this.#onAbort)
  }

  #startDeadline(milliseconds: number): Timer | undefined {
    return startDeadline(milliseconds, () => {
      if (!this.#lifecycle.opened) {
        this.failed({ phase: 'timeout', detail: `not open within ${milliseconds} ms` })
      } else if (this.#socket?.terminate) {
        // Before it is dropped: Node forgets what it has not sent.
        this.#unsent = this.sink.bufferedAmount
        this.#socket.terminate()
        this.#closeTimer = setTimeout(() => this.abort())
      } else {
        this.abort()
      }
    })
  }

  /** The one place where the state changes, and where all that a change brings about begins. */
  #enter(event: LifecycleEvent): void {
    const before = this.#lifecycle
    const after = transition(before, event)
    this.#lifecycle = after
    // Ahead of what calls the user's code; and after the end as well, when frames may wait still.
    if (event !== 'opened' && ('request' in event || event.isAbort)) this.stream.discardPending()
    if (after === before) return
    this.#promises?.update(after)
    if (after.info) {
      this.#end()
      return
    }
    if (after.opened && !before.opened) this.#open()
    if (after.request && !before.request) this.#close()
    this.#closeSocket()
  }

  #open(): void {
    try {
      this.sink.flush()
    } catch (cause) {
      this.failed({ cause })
    }
    const { keepAlive } = this.#settings
    if (keepAlive && this.#lifecycle.name === 'open') {
      this.#watch = this.#source?.watch?.(this, keepAlive)
    }
    // An idle channel need not keep them.
    clearTimeout(this.#openTimer)
    this.#openTimer = this.#source = undefined
  }

  #close(): void {
    // Before all that may end the channel at once, and before ws starts its own: then it forgets what it has not sent.
    this.#closeTimer = this.#startDeadline(this.#settings.closeTimeout)
    this.#watch?.stop()
    this.sink.stop()
  }

  /** Begins the closing handshake, behind all that was added before. */
  #closeSocket(): void {
    const { opened, request } = this.#lifecycle
    if (opened && request && this.sink.isFlushed) {
      this.#socket?.close(request.code, request.reason ?? '')
    }
  }

  #end(): void {
    const socket = this.#socket
    const unsent = Math.max(this.#unsent, this.sink.bufferedAmount)
    // Resumes a socket that an iterator kept paused: it may be the user's own.
    this.stream.updatePause()
    this.#socket = this.#source = undefined
    clearTimeout(this.#openTimer)
    clearTimeout(this.#closeTimer)
    this.#watch?.stop()
    if (this.#onAbort) this.#settings.signal?.removeEventListener('abort', this.#onAbort)
    socket?.abort()
    this.sink.end(unsent)
    this.stream.schedule()
  }
}
