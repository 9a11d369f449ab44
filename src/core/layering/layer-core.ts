import type { ChannelSink } from '../channel.js'
import type { ErrorBox } from '../lifecycle/close-request.js'
import type { Lifecycle } from '../lifecycle/lifecycle.js'
import { FrameStream, type StreamSettings } from '../receiving/frame-stream.js'
import type { Holding, SKIPPED } from '../receiving/decoder.js'
import type { FrameCarrier, LayerHandlers } from '../receiving/layer-handlers.js'
import { layersOf } from '../receiving/stream-layers.js'
import type { StreamPort } from '../receiving/stream-port.js'
import type { StreamSource } from '../sending/pull-source.js'
import { bottomCore } from './bottom-core.js'
import { Carried } from './carried.js'
import { CarriedMessages, type Held, AS_THEY_ARE } from './carried-messages.js'
import type { ChannelCore, CorePromises, LowerCore } from './channel-core.js'
import { type Encoder, LayeredSink } from './layered-sink.js'

/** What one layer does to the messages of a channel. Each hook is optional. */
export interface LayerHooks<LowIn, LowOut, In, Out> {
  readonly unobserved?: 'hold' | 'drop' | undefined
  /** Decodes a message, when somebody takes it. What it throws ends the channel. */
  readonly decode?: (message: LowIn) => In | typeof SKIPPED
  /** Encodes what is added, inside `add`. What it throws is thrown by `add`. */
  readonly encoder?: Encoder<Out, LowOut>
  /** Receives each message on arrival; returns whether the layer takes it out of the stream. What it throws ends the channel. */
  readonly intercept?: (message: LowIn) => boolean
  /** The lifecycle has changed: opened, closing, or closed. */
  readonly changed?: (lifecycle: Lifecycle) => void
  /** This side has paused the socket, or resumed it. */
  readonly pauseChanged?: () => void
  /** A message arrived that a layer below took out of the stream. */
  readonly arrived?: () => void
  /** The stream ends, with an error or without one. */
  readonly ended?: (errorBox: ErrorBox | undefined) => void
  /** The connection of a reconnecting channel was lost. */
  readonly lost?: (error: unknown) => void
  /** Another connection of a reconnecting channel is open. */
  readonly connected?: () => void
}

// One message is kept for V8, which drops the code optimized for them at a garbage collection that finds none.
const kept: FrameCarrier[] = []

/** The core of a layered channel: decoding, holding, subscribers and iterators, on top of the core below. */
export class LayerCore<LowIn, LowOut, In, Out>
  implements ChannelCore<In, Out>, LayerHandlers<LowIn>, StreamPort
{
  readonly settings: StreamSettings
  readonly stream: FrameStream<In, Held<LowIn, In>>
  readonly sink: ChannelSink<Out>
  readonly lower: LowerCore<LowIn, LowOut>
  readonly #hooks: LayerHooks<LowIn, LowOut, In, Out>
  // Absent if nothing is decoded here or below.
  readonly #messages: CarriedMessages<LowIn, In> | undefined

  constructor(lower: LowerCore<LowIn, LowOut>, hooks: LayerHooks<LowIn, LowOut, In, Out>) {
    const { unobserved = lower.settings.unobserved } = hooks
    this.lower = lower
    this.#hooks = hooks
    const { highWaterMark, maxHeldBytes } = lower.settings
    this.settings = { highWaterMark, maxHeldBytes, unobserved }
    this.sink = new LayeredSink(lower, hooks.encoder)
    if (hooks.decode || lower.hasSources) this.#messages = this.#carriedMessages(hooks.decode)
    const holding: Holding<In, Held<LowIn, In>> = this.#messages ?? AS_THEY_ARE
    this.stream = new FrameStream(this, this.settings, holding)
    layersOf(lower.stream).add(this)
  }

  get lifecycle(): Lifecycle {
    return this.lower.lifecycle
  }

  get promises(): CorePromises {
    return this.lower.promises
  }

  get url(): unknown {
    return this.lower.url
  }

  get hasSources(): boolean {
    return this.#messages !== undefined
  }

  get awaitsConnection(): boolean {
    return this.lower.awaitsConnection ?? false
  }

  get protocol(): string {
    return this.lower.protocol
  }

  addFrom<Value>(source: StreamSource<Value>, add: (value: Value) => void): Promise<void> {
    return this.lower.addFrom(source, add)
  }

  endWithError(error: unknown): void {
    this.lower.endWithError(error)
  }

  abort(reason?: unknown): void {
    this.lower.abort(reason)
  }

  /** Whether this side keeps the socket at the bottom paused: an iteration, here or on any channel of the stack, is behind. */
  get isSocketPaused(): boolean {
    const { stream, socket } = bottomCore(this)
    return stream.isPaused && socket?.pause !== undefined
  }

  /** Bytes that the operating system has taken of the socket at the bottom; `undefined` where that is not known. */
  get bytesTaken(): number | undefined {
    return bottomCore(this).socket?.bytesTaken
  }

  /** Counts the layers that need the socket to be read, whoever would have it paused: on this channel and all below. */
  countProhibitions(by: 1 | -1): void {
    layersOf(this.stream).countProhibitions(by)
    let core: LowerCore<never, never> | undefined = this.lower
    for (; core; core = core.lower) layersOf(core.stream).countProhibitions(by)
  }

  // For the stream of this layer, to which the channel below is a socket.

  get socket(): this | undefined {
    return this.lower.socket?.pause ? this : undefined
  }

  pause(): void {
    layersOf(this.lower.stream).countPauses(1)
  }

  resume(): void {
    layersOf(this.lower.stream).countPauses(-1)
  }

  // Called by the channel below.

  next(message: LowIn, source?: FrameCarrier): void {
    // What was held below arrives also after this layer has failed.
    if (this.stream.failure) return
    if (this.#isTaken(message)) this.stream.layers?.arrived()
    else this.stream.push(this.#messages ? this.#messages.hold(message, source) : message)
  }

  error(error: unknown): void {
    this.#end({ error })
  }

  complete(): void {
    this.#end(undefined)
  }

  discarded(): void {
    this.stream.discardPending()
  }

  changed(): void {
    this.stream.updatePause()
    this.#hooks.changed?.(this.lifecycle)
    this.stream.layers?.changed()
  }

  pauseChanged(): void {
    this.#hooks.pauseChanged?.()
    this.stream.layers?.pauseChanged()
  }

  arrived(): void {
    this.#hooks.arrived?.()
    this.stream.layers?.arrived()
  }

  lost(error: unknown): void {
    this.#hooks.lost?.(error)
    this.stream.layers?.lost(error)
  }

  connected(): void {
    this.#hooks.connected?.()
    this.stream.layers?.connected()
  }

  #carriedMessages(
    decode: LayerHooks<LowIn, LowOut, In, Out>['decode'],
  ): CarriedMessages<LowIn, In> {
    if (kept.length === 0) kept.push(new Carried('', undefined))
    return new CarriedMessages(decode, (error) => {
      this.stream.failWith(error)
    })
  }

  #end(errorBox: ErrorBox | undefined): void {
    this.stream.end(errorBox)
    this.#hooks.ended?.(this.stream.failure ?? errorBox)
  }

  /** Whether the layer takes the message out of the stream. */
  #isTaken(message: LowIn): boolean {
    try {
      return this.#hooks.intercept?.(message) ?? false
    } catch (error) {
      // What arrived before is still delivered.
      this.stream.failBehindHeld(error)
      return true
    }
  }
}
