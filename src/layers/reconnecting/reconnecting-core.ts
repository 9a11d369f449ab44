import type { CloseInfo } from '../../core/channel.js'
import type { Settings } from '../../core/arguments/check-options.js'
import { attempt } from '../../core/attempt.js'
import type { WebSocketChannelError } from '../../core/errors.js'
import { bottomCore } from '../../core/layering/bottom-core.js'
import { CarriedMessages, type Held } from '../../core/layering/carried-messages.js'
import type { ChannelCore, LowerCore } from '../../core/layering/channel-core.js'
import { onAbort } from '../../core/lifecycle/abort-signal.js'
import { ChannelPromises } from '../../core/lifecycle/channel-promises.js'
import { checkClose, type CloseRequest } from '../../core/lifecycle/close-request.js'
import { abortError, connectionFailed, endError } from '../../core/lifecycle/end-errors.js'
import { CONNECTING, type Lifecycle, transition } from '../../core/lifecycle/lifecycle.js'
import { CloseTimeout, type TimeoutPort } from '../../core/lifecycle/timeouts.js'
import { inMicrotask } from '../../core/microtask.js'
import { FrameStream } from '../../core/receiving/frame-stream.js'
import type { FrameCarrier } from '../../core/receiving/layer-handlers.js'
import { layersOf } from '../../core/receiving/stream-layers.js'
import type { StreamPort } from '../../core/receiving/stream-port.js'
import type { StreamSource } from '../../core/sending/pull-source.js'
import type { SocketFailure } from '../../core/socket.js'
import type { Joined, Opening } from './connection-attempt.js'
import { CurrentConnections } from './current-connections.js'
import type { AttemptFailure } from './decide.js'
import { endedAs } from './ended-as.js'
import type { ReconnectSettings } from './options.js'
import { Reconnector } from './reconnector.js'
import type { ReconnectorPort } from './reconnector-port.js'
import { ReconnectingSink, type ReconnectingSinkPort } from './reconnecting-sink.js'

/**
 * The core of a reconnecting channel: one lifecycle, stream and sink over the connections that the {@link Reconnector} opens one
 * after the other.
 */
export class ReconnectingCore<In, Out>
  implements
    ChannelCore<In, Out>,
    ReconnectingSinkPort<Out>,
    ReconnectorPort<In, Out>,
    StreamPort,
    TimeoutPort
{
  readonly settings: Settings
  readonly hasSources = true
  readonly checkClose: (request: CloseRequest) => void = checkClose
  readonly stream: FrameStream<In, Held<In, In>>
  readonly sink: ReconnectingSink<Out>
  readonly promises: ChannelPromises = new ChannelPromises(CONNECTING)
  readonly connections: CurrentConnections<In, Out> = new CurrentConnections<In, Out>()
  readonly reconnector: Reconnector<In, Out>
  readonly #messages = new CarriedMessages<In, In>()
  #pause: (() => void) | undefined
  #resume: (() => void) | undefined
  readonly #ignoreSignal: (() => void) | undefined
  #lifecycle: Lifecycle = CONNECTING
  // The present connection, until it ends.
  #joined: LowerCore<In, Out> | undefined
  // The present connection, or the one that has just ended, of which is not known yet whether another follows.
  #last: LowerCore<In, Out> | undefined
  // Whether layers know of the present connection, and whether what is added is given to it.
  #isAnnounced = false
  #isFlushed = false
  #closeTimer: CloseTimeout | undefined

  constructor(opening: Opening<In, Out>, settings: ReconnectSettings<In, Out>) {
    const { signal } = settings.channel
    this.settings = settings.channel
    this.stream = new FrameStream(this, this.settings, this.#messages)
    this.sink = new ReconnectingSink(this, settings)
    this.reconnector = new Reconnector(this, opening, settings)
    this.#ignoreSignal = signal && onAbort(signal, this.abort.bind(this))
    inMicrotask(() => {
      this.reconnector.start()
    })
  }

  get lifecycle(): Lifecycle {
    return this.#lifecycle
  }

  get protocol(): string {
    return this.#joined?.protocol ?? ''
  }

  get url(): unknown {
    return this.#joined?.url
  }

  get awaitsConnection(): boolean {
    return !(this.#isAnnounced && this.#joined?.lifecycle.name === 'open')
  }

  // For the stream and the close timeout, to which the present connection is a socket.

  get socket(): this | undefined {
    return this.#joined ? this : undefined
  }

  get bufferedAmount(): number {
    return this.#joined?.sink.bufferedAmount ?? 0
  }

  get bytesTaken(): number | undefined {
    return this.#joined && bottomCore(this.#joined).socket?.bytesTaken
  }

  get pause(): (() => void) | undefined {
    if (!this.#joined?.socket?.pause) return undefined
    return (this.#pause ??= this.#countPauses.bind(this, 1))
  }

  get resume(): (() => void) | undefined {
    if (!this.#joined?.socket?.pause) return undefined
    return (this.#resume ??= this.#countPauses.bind(this, -1))
  }

  // Called by the channel, its sink and its layers.

  get connection(): LowerCore<In, Out> | undefined {
    return this.#isFlushed ? this.#joined : undefined
  }

  addFrom<Value>(source: StreamSource<Value>, add: (value: Value) => void): Promise<void> {
    return this.sink.addFrom(source, add)
  }

  endError(info: CloseInfo): WebSocketChannelError {
    return endError(info, this.#lifecycle.errorBox?.error)
  }

  requestClose(request: CloseRequest): void {
    this.stream.discardPending()
    const after = transition(this.#lifecycle, { type: 'close', request })
    if (after === this.#lifecycle) return
    this.#enter(after)
    this.#closeTimer = new CloseTimeout(this, this.settings.closeTimeout)
    this.sink.stop()
    this.reconnector.close()
    this.stream.lifecycleChanged()
  }

  abort(reason: unknown = abortError()): void {
    this.stream.discardPending()
    this.#end(transition(this.#lifecycle, { type: 'abort', errorBox: { error: reason } }), reason)
  }

  endWithError(error: unknown): void {
    this.#end(transition(this.#lifecycle, { type: 'ended', errorBox: { error } }), error)
  }

  /** Called by the close timeout, while no connection was ever open. */
  failed({ phase = 'timeout', detail = 'not open' }: SocketFailure): void {
    this.endWithError(connectionFailed({ url: '', phase }, detail))
  }

  // Called by the reconnector.

  received(message: In, source: FrameCarrier | undefined): void {
    this.stream.push(this.#messages.hold(message, source))
  }

  changed(): void {
    this.stream.updatePause()
  }

  joined({ channel, core }: Joined<In, Out>): void {
    this.#joined = this.#last = core
    if (this.stream.isPaused) this.#countPauses(1)
    this.connections.next(channel)
    if (core !== this.#joined) return
    this.#announce(core)
    if (core !== this.#joined) return
    try {
      this.sink.flush(core)
      this.#isFlushed = true
    } catch (error) {
      this.endWithError(error)
    }
  }

  opened(): void {
    this.#enter(transition(this.#lifecycle, { type: 'opened' }))
    this.sink.changed()
    this.stream.lifecycleChanged()
  }

  broke(error: unknown): void {
    if (!this.#joined) return
    this.#joined = undefined
    this.#isAnnounced = this.#isFlushed = false
    this.connections.clear()
    this.sink.changed()
    if (this.#lifecycle.name === 'open') this.stream.layers?.lost(error)
  }

  awaiting(): void {
    this.#last = undefined
  }

  lost(error: unknown): void {
    this.stream.layers?.lost(error)
  }

  reconnected(): void {
    this.stream.layers?.connected()
  }

  closeConnection(): void {
    const { code, reason } = this.#lifecycle.request ?? {}
    // It may have been closed from inside already; then it ends as it would have.
    attempt(() => void this.#joined?.sink.close(code, reason))
  }

  endAs(failure: Pick<AttemptFailure, 'error' | 'errorBox' | 'close'>): void {
    this.#end(endedAs(this.#lifecycle, failure), failure.error)
  }

  #countPauses(by: 1 | -1): void {
    if (this.#joined) layersOf(this.#joined.stream).countPauses(by)
  }

  /** What is added meanwhile, by layers that subscribe anew, is sent before what is queued. */
  #announce(core: LowerCore<In, Out>): void {
    this.#isAnnounced = this.#isFlushed = true
    this.stream.layers?.connected()
    if (core === this.#joined) this.#isFlushed = false
  }

  #enter(after: Lifecycle): void {
    this.#lifecycle = after
    this.promises.update(after)
  }

  /** @param reason Why what is under way is aborted. */
  #end(after: Lifecycle, reason: unknown): void {
    if (this.#lifecycle.info || !after.info) return
    const unsent = attempt(() => this.#last?.sink.bufferedAmount) ?? 0
    this.#enter(after)
    // Resumes a socket that an iterator kept paused.
    this.stream.updatePause()
    this.#closeTimer?.stop()
    this.#joined = this.#last = undefined
    this.sink.end(unsent)
    this.stream.end(after.errorBox)
    this.connections.end()
    this.#ignoreSignal?.()
    this.reconnector.stop(reason)
    this.stream.lifecycleChanged()
  }
}
