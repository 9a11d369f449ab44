import { Observable, type Subscriber, type TeardownLogic } from 'rxjs'
import { byteLength } from '../byte-length.js'
import type { ChannelStream } from '../channel.js'
import { deliver, finish } from './deliver.js'
import { BufferOverflowError } from '../errors.js'
import type { Frame } from '../frame.js'
import { type FrameConsumer, frameIterator, type FrameSource } from './frame-iterator.js'
import { FrameQueue } from '../frame-queue.js'
import type { Lifecycle } from '../lifecycle/lifecycle.js'
import type { Socket } from '../socket.js'

/** What the stream needs of the connection. */
export interface StreamPort {
  readonly lifecycle: Lifecycle
  readonly socket: Socket | undefined
  /** Ends the channel: a limit was reached. */
  fail(error: BufferOverflowError): void
}

/** The limits of a stream, in bytes, and what it does while nobody subscribes. */
export interface StreamSettings {
  readonly highWaterMark: number
  readonly maxHeldBytes: number
  readonly unobserved: 'hold' | 'drop'
}

/** The frames of a connection: guarantees 6 to 12. */
export class FrameStream extends Observable<Frame> implements ChannelStream<Frame>, FrameSource {
  readonly #port: StreamPort
  readonly #settings: StreamSettings
  // Frames that nobody has been given: held while nobody subscribes, or behind the one that is being delivered.
  readonly #waiting = new FrameQueue<Frame>()
  // Copied when it changes: a delivery under way goes to those who were there when it began.
  #consumers: readonly FrameConsumer[] = []
  #isDelivering = false
  #isPaused = false
  #isDiscarding = false

  constructor(port: StreamPort, settings: StreamSettings) {
    // Called as a method of the stream, as `subscribe` of RxJS says.
    super(subscribe as (this: Observable<Frame>, subscriber: Subscriber<Frame>) => TeardownLogic)
    this.#port = port
    this.#settings = settings
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Frame> {
    return frameIterator(this)
  }

  /** Whether an iterator keeps the socket paused. */
  get isPaused(): boolean {
    return this.#isPaused
  }

  /** Takes a frame from the socket. */
  push(frame: Frame): void {
    const isObserved = this.#consumers.length > 0
    if (isObserved && !this.#isDelivering && this.#waiting.length === 0) {
      this.#deliver(frame)
      this.#drain()
    } else if (isObserved || this.#settings.unobserved === 'hold') {
      this.hold(frame, this.#waiting)
    }
  }

  /** Gives up all that waits and will wait: guarantee 11. */
  discardPending(): void {
    this.#isDiscarding = true
    this.#waiting.clear()
    for (const { buffer } of this.#consumers) buffer?.clear()
    this.updatePause()
  }

  /** Brings what waits, in a microtask; then, after the end of the channel, the end of each subscription. */
  schedule(): void {
    queueMicrotask(() => {
      this.#drain()
      const { lifecycle } = this.#port
      if (!lifecycle.info) return
      // Only here: a terminal signal never comes inside a call of the user's.
      const consumers = this.#consumers
      // Iterators go on with what they have, which is nobody else's until the last of them leaves.
      this.#consumers = consumers.filter(({ buffer }) => buffer?.length)
      finish(consumers, lifecycle.errorBox)
    })
  }

  /** Adds a consumer; what is held reaches it in a microtask, with all that join in this tick: guarantee 7. */
  join(consumer: FrameConsumer): void {
    const others = this.#consumers
    // The first apart: what is spread leaves room for sixteen more, and mostly there is but one.
    this.#consumers = others.length > 0 ? [...others, consumer] : [consumer]
    if (this.#waiting.length > 0 || this.#port.lifecycle.info) this.schedule()
  }

  /** Removes a consumer; what it has not taken is held again if it was the only one: guarantee 10. */
  leave(consumer: FrameConsumer): void {
    this.#consumers = this.#consumers.filter((other) => other !== consumer)
    const { buffer } = consumer
    if (!buffer) return
    if (this.#consumers.length > 0 || this.#settings.unobserved === 'drop') buffer.clear()
    // To the front.
    buffer.append(this.#waiting)
    this.#waiting.append(buffer)
    this.updatePause()
  }

  /**
   * Puts a frame where it waits, or ends the channel. Not limited is what an iterator waits with if the socket can be paused,
   * and what has come when the channel ends.
   */
  hold(frame: Frame, queue: FrameQueue<Frame>): void {
    // The frame under way at a close reaches who waits for it; it is not kept for later.
    if (this.#isDiscarding) return
    const bytes = byteLength(frame)
    const actual = queue.weight(1, bytes)
    const { lifecycle, socket } = this.#port
    const isLimited = !lifecycle.info && (queue === this.#waiting || !socket?.pause)
    const limit = this.#settings.maxHeldBytes
    if (isLimited && actual > limit) {
      const message = `Cannot hold ${actual} unread bytes: maxHeldBytes is ${limit}`
      this.#port.fail(new BufferOverflowError(message, { limit, actual }))
      return
    }
    queue.push(frame, bytes)
    this.updatePause()
  }

  /** Pauses the open socket while an iterator has more waiting than it should. */
  updatePause(): void {
    const { lifecycle, socket } = this.#port
    const limit = this.#settings.highWaterMark
    const isFull =
      lifecycle.name === 'open' &&
      this.#consumers.some(({ buffer }) => buffer && buffer.weight() > limit)
    if (isFull === this.#isPaused) return
    this.#isPaused = isFull
    if (isFull) socket?.pause?.()
    else socket?.resume?.()
  }

  #deliver(frame: Frame): void {
    this.#isDelivering = true
    deliver(this.#consumers, frame)
    this.#isDelivering = false
  }

  #drain(): void {
    while (this.#consumers.length > 0) {
      const frame = this.#waiting.shift()
      if (frame === undefined) return
      this.#deliver(frame)
      this.#moveQueueToIterator()
    }
  }

  /** Gives all that waits to an iterator that nobody else reads beside, at once: a loop that breaks again carries it again. */
  #moveQueueToIterator(): void {
    const [consumer] = this.#consumers
    if (this.#consumers.length > 1 || !consumer?.buffer || consumer.isWaiting) return
    consumer.buffer.append(this.#waiting)
    this.updatePause()
  }
}

// One for all streams: a function of each one's own would be a good part of an idle channel's memory.
function subscribe(this: FrameStream, subscriber: Subscriber<Frame>): TeardownLogic {
  this.join(subscriber)
  return () => {
    this.leave(subscriber)
  }
}
