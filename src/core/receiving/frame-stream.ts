import { Observable, type Subscriber, type TeardownLogic } from 'rxjs'
import type { ChannelStream } from '../channel.js'
import { deliver, finish } from './deliver.js'
import { BufferOverflowError } from '../errors.js'
import { type FrameConsumer, FrameIterator, type FrameSource } from './frame-iterator.js'
import { FrameQueue, type Weigher } from '../frame-queue.js'
import { InboundBackpressure } from './inbound-backpressure.js'
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

/** The frames of a connection: guarantees 6 to 12. */
export class FrameStream<T> extends Observable<T> implements ChannelStream<T>, FrameSource<T> {
  /** Kept for V8, which drops the code optimized for iterators at a garbage collection that finds none. */
  lastIterator: FrameIterator<T> | undefined
  readonly #port: StreamPort
  readonly #settings: StreamSettings
  readonly #weigher: Weigher<T>
  readonly #backpressure: InboundBackpressure
  // Frames that no consumer has received: nobody is subscribed, or an earlier frame is still being delivered.
  readonly #held: FrameQueue<T>
  // Copied on each change, so that a delivery in progress reaches exactly the consumers that were there at its start.
  #consumers: readonly FrameConsumer<T>[] = []
  #isDelivering = false
  #isDiscarding = false

  constructor(port: StreamPort, settings: StreamSettings, weigher: Weigher<T>) {
    // RxJS calls it as a method of the stream.
    super(subscribe as (this: Observable<T>, subscriber: Subscriber<T>) => TeardownLogic)
    this.#port = port
    this.#settings = settings
    this.#weigher = weigher
    this.#held = new FrameQueue(weigher)
    this.#backpressure = new InboundBackpressure(port, settings.highWaterMark)
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<T> {
    return (this.lastIterator = new FrameIterator(this, this.#weigher))
  }

  /** Whether an iterator keeps the socket paused. */
  get isPaused(): boolean {
    return this.#backpressure.isPaused
  }

  /** How often iterators have paused the socket. */
  get pauses(): number {
    return this.#backpressure.pauses
  }

  /** Receives a frame from the socket. */
  push(frame: T): void {
    const isObserved = this.#consumers.length > 0
    if (isObserved && !this.#isDelivering && this.#held.length === 0) {
      this.#deliver(frame)
      this.#drain()
    } else if (isObserved || this.#settings.unobserved === 'hold') {
      this.hold(frame, this.#held)
    }
  }

  /** Drops all frames that are held or buffered, and all that arrive later: guarantee 11. */
  discardPending(): void {
    this.#isDiscarding = true
    this.#held.clear()
    for (const { buffer } of this.#consumers) buffer?.clear()
    this.updatePause()
  }

  /** Schedules a microtask that delivers held frames, then the terminal signal if the channel has ended. */
  schedule(): void {
    queueMicrotask(() => {
      this.#drain()
      const { lifecycle } = this.#port
      if (!lifecycle.info) return
      // Only here, because no terminal signal may be emitted inside a call of the user's (guarantee 13).
      const consumers = this.#consumers
      // Iterators with buffered frames stay: those frames are held again when the last iterator leaves.
      this.#consumers = consumers.filter(({ buffer }) => buffer?.length)
      finish(consumers, lifecycle.errorBox)
    })
  }

  /** Adds a consumer. Held frames reach it in a microtask, with all consumers that join in this tick: guarantee 7. */
  join(consumer: FrameConsumer<T>): void {
    const others = this.#consumers
    // An array made by spreading has room for sixteen more elements; most streams have one consumer.
    this.#consumers = others.length > 0 ? [...others, consumer] : [consumer]
    if (this.#held.length > 0 || this.#port.lifecycle.info) this.schedule()
  }

  /** Removes a consumer. What an iterator has not read is held again if it was the last consumer: guarantee 10. */
  leave(consumer: FrameConsumer<T>): void {
    this.#consumers = this.#consumers.filter((other) => other !== consumer)
    const { buffer } = consumer
    if (!buffer) return
    if (this.#consumers.length > 0 || this.#settings.unobserved === 'drop') buffer.clear()
    // Ahead of the held frames, which are newer.
    buffer.append(this.#held)
    this.#held.append(buffer)
    this.updatePause()
  }

  /**
   * Adds a frame to a queue, or fails the channel when that exceeds `maxHeldBytes`. The limit does not apply to an
   * iterator's buffer on a socket that can be paused, nor after the end.
   */
  hold(frame: T, queue: FrameQueue<T>): void {
    // The frame whose delivery `close` interrupts still reaches a waiting `next`, but no buffer.
    if (this.#isDiscarding) return
    const { lifecycle, socket } = this.#port
    const isLimited = !lifecycle.info && (queue === this.#held || !socket?.pause)
    const limit = this.#settings.maxHeldBytes
    const actual = queue.add(frame, isLimited ? limit : Infinity)
    if (actual !== undefined) {
      const message = `Cannot hold ${actual} unread bytes: maxHeldBytes is ${limit}`
      this.#port.endWithError(new BufferOverflowError(message, { limit, actual }))
    } else if (queue !== this.#held) {
      this.#backpressure.grow(queue)
    }
  }

  /** Resumes the socket if the buffers of the iterators and the state of the channel permit it. */
  updatePause(): void {
    this.#backpressure.shrink(this.#consumers)
  }

  #deliver(frame: T): void {
    this.#isDelivering = true
    deliver(this.#consumers, frame)
    this.#isDelivering = false
  }

  #drain(): void {
    while (this.#consumers.length > 0) {
      const frame = this.#held.shift()
      if (frame === undefined) return
      this.#deliver(frame)
      this.#moveHeldToIterator()
    }
    // Frames that arrived during a delivery whose handlers all unsubscribed.
    if (this.#settings.unobserved === 'drop') this.#held.clear()
  }

  /** If one iterator is the only consumer, moves all held frames to it at once, so that repeated `break`s copy nothing. */
  #moveHeldToIterator(): void {
    const [consumer] = this.#consumers
    if (this.#consumers.length > 1 || !consumer?.buffer || consumer.isWaiting) return
    consumer.buffer.append(this.#held)
    this.#backpressure.grow(consumer.buffer)
  }
}

// One function for all streams: a closure for each would be a large part of an idle channel's memory.
function subscribe<T>(this: FrameStream<T>, subscriber: Subscriber<T>): TeardownLogic {
  this.join(subscriber)
  return () => {
    this.leave(subscriber)
  }
}
