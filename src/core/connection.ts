import type { CloseInfo } from './channel.js'
import { type SinkPort, SocketSink } from './channel-sink.js'
import type { CloseRequest } from './close-request.js'
import { Deadline } from './deadline.js'
import { ConnectionFailedError, type WebSocketChannelError } from './errors.js'
import type { Frame } from './frame.js'
import { FrameStream, type StreamPort } from './frame-stream.js'
import {
  type Closed,
  type Closing,
  CONNECTING,
  type Lifecycle,
  type LifecycleEvent,
  transition,
} from './lifecycle.js'
import { Settlement } from './settlement.js'
import type { Settings } from './settings.js'
import type { Socket, SocketClose, SocketFailure, SocketHandlers } from './socket.js'
import { StateStream } from './state-stream.js'

/** Where a connection comes from. */
export interface Origin {
  /** Address fit for messages: without credentials, query and fragment. */
  readonly url: string
  /** The subprotocols offered; absent when somebody else offered them. */
  readonly protocols?: readonly string[]
  /** A socket that exists, or what makes it: not called when the attempt was aborted before it began. */
  readonly socket: Socket | (() => Socket)
  /** Begins to watch over the open connection, where the socket has a means to; gives what ends that. */
  readonly watch?: (watched: Watched) => () => void
}

/** What a watch sees of a connection, and how it ends it. */
export interface Watched {
  readonly socket: Socket | undefined
  /** Whether the socket is kept from being read by this side. */
  readonly isPaused: boolean
  fail(error: WebSocketChannelError): void
}

/**
 * One socket with its lifecycle. All that a state brings about (`ready`, `closed`, the ends of stream and sink, timers)
 * happens in the one place where that state is entered.
 */
export class Connection implements SinkPort, SocketHandlers, StreamPort, Watched {
  readonly sink: SocketSink
  readonly stream: FrameStream
  readonly #origin: Origin
  readonly #settings: Settings
  readonly #whenOpen = new Settlement<void>()
  readonly #whenClosed = new Settlement<CloseInfo>()
  #lifecycle: Lifecycle = CONNECTING
  #socket: Socket | undefined
  #protocol = ''
  #states: StateStream | undefined
  #stopWatching: (() => void) | undefined
  #openDeadline: Deadline | undefined
  #closeDeadline: Deadline | undefined
  #onAbort: (() => void) | undefined

  constructor(origin: Origin, settings: Settings) {
    this.#origin = origin
    this.#settings = settings
    this.stream = new FrameStream(this, settings)
    this.sink = new SocketSink(this, settings)
    this.#begin(origin.socket)
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

  get whenOpen(): Promise<void> {
    return this.#whenOpen.promise
  }

  get whenClosed(): Promise<CloseInfo> {
    return this.#whenClosed.promise
  }

  get states(): StateStream {
    return (this.#states ??= new StateStream(this.#lifecycle.name))
  }

  get isPaused(): boolean {
    return this.stream.isPaused
  }

  close(request: CloseRequest): void {
    this.#enter({ request })
  }

  abort(reason: unknown): void {
    this.#enter({ isAbort: true, problem: { error: reason } })
  }

  fail(error: WebSocketChannelError): void {
    this.#enter({ problem: { error } })
  }

  opened(protocol: string): void {
    const { protocols } = this.#origin
    if (protocols && !isExpected(protocol, protocols)) {
      this.failed({ phase: 'subprotocol', detail: `the server chose subprotocol "${protocol}"` })
      return
    }
    this.#protocol = protocol
    this.#enter('opened')
  }

  message(frame: Frame): void {
    this.stream.push(frame)
  }

  closed(close: SocketClose): void {
    if (this.#lifecycle.opened) this.#enter({ close })
    else this.failed({})
  }

  failed(failure: SocketFailure): void {
    if (this.#lifecycle.opened) this.#enter({ cause: failure.cause })
    else this.fail(this.#failedOpening(failure))
  }

  #begin(socket: Socket | (() => Socket)): void {
    const { signal } = this.#settings
    if (signal?.aborted) this.abort(signal.reason)
    if (typeof socket !== 'function') this.#attach(socket)
    else if (!signal?.aborted) this.#connect(socket)
  }

  #connect(open: () => Socket): void {
    let socket
    try {
      socket = open()
    } catch (cause) {
      // A wrong argument is the caller's; a browser's SecurityError, say, is a failure of the connection.
      if (cause instanceof TypeError || cause instanceof RangeError) throw cause
      this.failed({ cause })
      return
    }
    this.#attach(socket)
  }

  #attach(socket: Socket): void {
    if (this.#lifecycle.name === 'closed') {
      socket.abort()
      return
    }
    const { signal, connectTimeout } = this.#settings
    this.#socket = socket
    if (signal) {
      this.#onAbort = () => {
        this.abort(signal.reason)
      }
      signal.addEventListener('abort', this.#onAbort)
    }
    this.#openDeadline = new Deadline(connectTimeout, () => {
      this.#timeOut(connectTimeout)
    })
    // Last: it may open or end the connection at once.
    socket.attach(this)
  }

  /** The one place where the state changes, and where all that a change brings about begins. */
  #enter(event: LifecycleEvent): void {
    const before = this.#lifecycle
    const after = transition(before, event)
    if (after === before) return
    this.#lifecycle = after
    if (after.name !== before.name) this.#states?.change(after.name)
    if (after.name === 'closed') {
      this.#end(after)
      return
    }
    if (after.opened && !before.opened) this.#open()
    if (after.name === 'closing') this.#close(after, before.name !== 'closing')
  }

  #open(): void {
    this.#openDeadline?.clear()
    this.#whenOpen.settle()
    this.sink.flush()
    if (this.#lifecycle.name === 'open') this.#stopWatching = this.#origin.watch?.(this)
  }

  #close({ opened, request }: Closing, isNew: boolean): void {
    if (isNew) {
      this.stream.mute()
      this.sink.stop()
      this.#stopWatching?.()
    }
    if (opened) this.#socket?.close(request.code, request.reason ?? '')
    // The platform's own timer, set just before, may tell more of the end than ours; it may have ended at once, too.
    if (!isNew || this.#lifecycle.name === 'closed') return
    const { closeTimeout } = this.#settings
    this.#closeDeadline = new Deadline(closeTimeout, () => {
      this.#timeOut(closeTimeout)
    })
  }

  #end(closed: Closed): void {
    const socket = this.#socket
    const unsent = this.sink.bufferedAmount
    if (closed.info.initiator === 'local') this.stream.mute()
    this.#socket = undefined
    this.#openDeadline?.clear()
    this.#closeDeadline?.clear()
    this.#stopWatching?.()
    if (this.#onAbort) this.#settings.signal?.removeEventListener('abort', this.#onAbort)
    socket?.abort()
    this.#whenOpen.settle(undefined, closed.opened ? undefined : closed.problem)
    this.#whenClosed.settle(closed.info)
    this.sink.end(closed, unsent)
    this.stream.end(closed.problem)
  }

  #timeOut(milliseconds: number): void {
    if (this.#lifecycle.opened) this.abort(undefined)
    else this.failed({ phase: 'timeout', detail: `not open within ${milliseconds} ms` })
  }

  #failedOpening(failure: SocketFailure): ConnectionFailedError {
    const { phase = 'network', detail, cause, ...answer } = failure
    const { url } = this.#origin
    const message = ['Connection', url && `to ${url}`, 'failed'].filter(Boolean).join(' ')
    const why = detail ?? harmless(cause)
    return new ConnectionFailedError(why ? `${message}: ${why}` : message, {
      url,
      phase,
      ...answer,
      cause,
    })
  }
}

function isExpected(protocol: string, offered: readonly string[]): boolean {
  return offered.length === 0 ? protocol === '' : offered.includes(protocol)
}

/** The message of a cause, but for one that might quote an address with its credentials or query. */
function harmless(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : ''
  return /[?@]/.test(message) ? '' : message
}
