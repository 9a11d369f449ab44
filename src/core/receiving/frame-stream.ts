import { Observable, type Subscriber, type TeardownLogic } from 'rxjs'
import type { ChannelStream } from '../channel.js'
import { type Consumer, deliver, finish, type FrameConsumer } from './deliver.js'
import { BufferOverflowError } from '../errors.js'
import type { ErrorBox } from '../lifecycle/close-request.js'
import { inMicrotask } from '../microtask.js'
import type { Holding, SKIPPED } from './decoder.js'
import { FrameIterator, type FrameSource } from './frame-iterator.js'
import { FrameQueue } from '../frame-queue.js'
import { InboundBackpressure } from './inbound-backpressure.js'
import { Membership } from './membership.js'
import type { StreamLayers } from './stream-layers.js'
import type { StreamPort } from './stream-port.js'

/** How a stream holds frames. */
export interface StreamSettings {
  /** Bytes that an iterator may have buffered before the socket is paused. */
  readonly highWaterMark: number
  /** Bytes that may be held where the socket is not paused. */
  readonly maxHeldBytes: number
  /** What happens to frames while nobody is subscribed. */
  readonly unobserved: 'hold' | 'drop'
}

/**
 * The messages of a channel: guarantees 6 to 12. `Held` is what it holds and buffers: the frames themselves, or in a layer
 * what each message is decoded from.
 */
export class FrameStream<T, Held = T>
  extends Observable<T>
  implements ChannelStream<T>, FrameSource<T, Held>
{
  /** Kept for V8, which drops the code optimized for iterators at a garbage collection that finds none. */
  lastIterator: FrameIterator<T, Held> | undefined
  /** The layers around the channel, once there are some. */
  layers: StreamLayers<T> | undefined
  readonly #port: StreamPort
  readonly #settings: StreamSettings
  readonly #holding: Holding<T, Held>
  #backpressure: InboundBackpressure | undefined
  // What no consumer has received: nobody is subscribed, or an earlier frame is still being delivered.
  // Made for the first: most streams hold none.
  #held: FrameQueue<Held> | undefined
  // Copied on each change, so that a delivery in progress reaches exactly the consumers that were there at its start.
  #consumers: readonly FrameConsumer<Held>[] = []
  #isDelivering = false
  #isDiscarding = false
  // Why a message could not be decoded: every consumer ends with it, also if the channel had ended before.
  #failure: ErrorBox | undefined
  #end: { readonly errorBox: ErrorBox | undefined } | undefined

  constructor(port: StreamPort, settings: StreamSettings, holding: Holding<T, Held>) {
    // RxJS calls it as a method of the stream.
    super(subscribe as (this: Observable<T>, subscriber: Subscriber<T>) => TeardownLogic)
    this.#port = port
    this.#settings = settings
    this.#holding = holding
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<T> {
    return (this.lastIterator = new FrameIterator(this, this.#holding.weigher))
  }

  /** Why a message could not be decoded; `undefined` if all could. */
  get failure(): ErrorBox | undefined {
    return this.#failure
  }

  /** Whether an iterator keeps the socket paused. */
  get isPaused(): boolean {
    return this.#backpressure?.isPaused ?? false
  }

  /** How often iterators have paused the socket. */
  get pauses(): number {
    return this.#backpressure?.pauses ?? 0
  }

  /** Receives a frame from the socket, or a message from the channel below. */
  push(frame: Held): void {
    const isObserved = this.#consumers.length > 0
    if (isObserved && !this.#isDelivering && !this.#held?.length) {
      this.#deliver(frame)
      this.#drain()
    } else if (isObserved || this.#settings.unobserved === 'hold') {
      this.hold(frame, this.#queue)
    }
  }

  /** Drops all frames that are held or buffered, and all that arrive later: guarantee 11. */
  discardPending(): void {
    this.#isDiscarding = true
    this.#held?.clear()
    for (const { buffer } of this.#consumers) buffer?.clear()
    this.updatePause()
    this.layers?.discarded()
  }

  /** Ends the stream, behind everything that is held: with an error, or without one for completion. */
  end(errorBox: ErrorBox | undefined): void {
    this.#end = { errorBox }
    this.#schedule()
  }

  /** Schedules a microtask that delivers held frames, then the terminal signal if the channel has ended. */
  #schedule(): void {
    inMicrotask(() => {
      this.#drain()
      if (!this.#end) return
      // Only here, because no terminal signal may be emitted inside a call of the user's (guarantee 13).
      const consumers = this.#consumers
      // Iterators with buffered frames stay: those frames are held again when the last iterator leaves.
      this.#consumers = consumers.filter(({ buffer }) => buffer?.length)
      finish(consumers, this.#failure ?? this.#end.errorBox)
    })
  }

  /** Adds a consumer. Held frames reach it in a microtask, with all consumers that join in this tick: guarantee 7. */
  join(consumer: FrameConsumer<Held>): void {
    const others = this.#consumers
    // An array made by spreading has room for sixteen more elements; most streams have one consumer.
    this.#consumers = others.length > 0 ? [...others, consumer] : [consumer]
    if (this.#held?.length || this.#end) this.#schedule()
  }

  /** Removes a consumer. What an iterator has not read is held again if it was the last consumer: guarantee 10. */
  leave(consumer: FrameConsumer<Held>): void {
    this.#consumers = this.#consumers.filter((other) => other !== consumer)
    const { buffer } = consumer
    if (!buffer) return
    if (this.#consumers.length > 0 || this.#settings.unobserved === 'drop') buffer.clear()
    // Ahead of the held frames, which are newer.
    if (this.#held) buffer.append(this.#held)
    if (buffer.length > 0) this.#queue.append(buffer)
    this.updatePause()
  }

  /**
   * Adds a frame to a queue, or fails the channel when that exceeds `maxHeldBytes`. The limit does not apply to an
   * iterator's buffer on a socket that can be paused, nor after the end.
   */
  hold(frame: Held, queue: FrameQueue<Held>): void {
    // The frame whose delivery `close` interrupts still reaches a waiting `next`, but no buffer.
    if (this.#isDiscarding) return
    const { lifecycle, socket } = this.#port
    const canPause = socket?.pause && !this.layers?.isReading
    const isLimited = !lifecycle.info && (queue === this.#held || !canPause)
    const limit = this.#settings.maxHeldBytes
    const actual = queue.add(frame, isLimited ? limit : Infinity)
    if (actual !== undefined) {
      const message = `Cannot hold ${actual} unread bytes: maxHeldBytes is ${limit}`
      this.#port.endWithError(new BufferOverflowError(message, { limit, actual }))
    } else if (queue !== this.#held) {
      this.#pausing.grow(queue, this.layers)
    }
  }

  /** Called after each change of the lifecycle: opened, closing, or closed. */
  lifecycleChanged(): void {
    this.updatePause()
    this.layers?.changed()
  }

  /** Pauses or resumes the socket, as the buffers of the iterators and the layers demand. */
  updatePause(): void {
    // Without layers, only a buffer that has grown pauses the socket.
    if (this.isPaused || this.layers) this.#pausing.update(this.#consumers, this.layers)
  }

  /** Adds a consumer of decoded messages. Returns what `leave` removes. */
  joinDecoded(consumer: Consumer<T>): FrameConsumer<Held> {
    const joined = this.#holding.decoder?.consumerOf(consumer) ?? (consumer as Consumer<unknown>)
    this.join(joined)
    return joined
  }

  open(held: Held): T | typeof SKIPPED {
    const { decoder } = this.#holding
    return decoder ? decoder.open(held) : (held as unknown as T)
  }

  /** Ends the channel with an error, and this stream also if the channel has ended. What arrived later is dropped. */
  failWith(error: unknown): void {
    if (!this.#failure) this.#held?.clear()
    this.failBehindHeld(error)
  }

  /** As {@link failWith}, after everything that is held. */
  failBehindHeld(error: unknown): void {
    if (this.#failure) return
    this.#failure = { error }
    this.#isDiscarding = true
    this.#port.endWithError(error)
    // Before the end of the channel, that end emits the error.
    if (this.#end) this.#schedule()
  }

  get #queue(): FrameQueue<Held> {
    return (this.#held ??= new FrameQueue(this.#holding.weigher))
  }

  // Made when an iterator or a layer first needs it: most streams have neither.
  get #pausing(): InboundBackpressure {
    this.#backpressure ??= new InboundBackpressure(this.#port, this.#settings.highWaterMark)
    return this.#backpressure
  }

  #deliver(frame: Held): void {
    if (this.#holding.decoder?.isLeftOut(frame, this.#consumers)) {
      this.layers?.arrived()
      return
    }
    this.#isDelivering = true
    deliver(this.#consumers, frame)
    this.#isDelivering = false
  }

  #drain(): void {
    while (this.#consumers.length > 0) {
      const frame = this.#held?.shift()
      if (frame === undefined) return
      this.#deliver(frame)
      this.#moveHeldToIterator()
    }
    // Frames that arrived during a delivery whose handlers all unsubscribed.
    if (this.#settings.unobserved === 'drop') this.#held?.clear()
  }

  /** If one iterator is the only consumer, moves all held frames to it at once, so that repeated `break`s copy nothing. */
  #moveHeldToIterator(): void {
    const [consumer] = this.#consumers
    if (!this.#held || this.#consumers.length > 1 || !consumer?.buffer || consumer.isWaiting) return
    consumer.buffer.append(this.#held)
    this.#pausing.grow(consumer.buffer, this.layers)
  }
}

// One function for all streams: a closure for each would be a large part of an idle channel's memory.
function subscribe<T, Held>(this: FrameStream<T, Held>, subscriber: Subscriber<T>): TeardownLogic {
  return new Membership(this, this.joinDecoded(subscriber))
}
