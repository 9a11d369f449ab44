import { Observable } from 'rxjs'
import { byteLength } from './byte-length.js'
import type { ChannelStream } from './channel.js'
import type { Problem } from './close-request.js'
import { type Consumer, deliver, finish } from './deliver.js'
import { BufferOverflowError } from './errors.js'
import type { Frame } from './frame.js'
import { FrameIterator } from './frame-iterator.js'
import { FrameQueue } from './frame-queue.js'
import type { Socket } from './socket.js'

/** What the stream needs of the connection. */
export interface StreamPort {
  readonly socket: Socket | undefined
  /** Ends the channel: a limit was reached. */
  fail(error: BufferOverflowError): void
}

/** The limits of a stream, in bytes, and what it does while nobody subscribes. */
export interface StreamSettings {
  readonly highWaterMark: number
  readonly maxHeldBytes: number
  readonly dropsUnobserved: boolean
}

/** The frames of a connection: guarantees 6 to 12. */
export class FrameStream extends Observable<Frame> implements ChannelStream<Frame> {
  readonly #port: StreamPort
  readonly #settings: StreamSettings
  // Frames that nobody has been given: held while nobody subscribes, or behind the one that is being delivered.
  readonly #waiting = new FrameQueue<Frame>()
  // Copied when it changes: a delivery under way goes to those who were there when it began.
  #consumers: readonly Consumer<Frame>[] = []
  #isDelivering = false
  #isScheduled = false
  #isMuted = false
  #fullIterators = 0
  #end: { readonly problem: Problem | undefined } | undefined

  constructor(port: StreamPort, settings: StreamSettings) {
    super((subscriber) => {
      this.join(subscriber)
      return () => {
        this.leave(subscriber)
      }
    })
    this.#port = port
    this.#settings = settings
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Frame> {
    return new FrameIterator(this, this.#settings)
  }

  /** Whether an iterator keeps the socket paused. */
  get isPaused(): boolean {
    return this.#fullIterators > 0
  }

  /** Whether the channel was closed or aborted by its user, who gets no more frames. */
  get isMuted(): boolean {
    return this.#isMuted
  }

  /** Takes a frame from the socket. */
  push(frame: Frame): void {
    if (this.#isMuted || this.#end) return
    if (this.#isDelivering || this.#consumers.length === 0 || !this.#waiting.isEmpty) {
      this.#hold(frame)
      return
    }
    this.#deliver(frame)
    if (!this.#waiting.isEmpty) this.#drain()
  }

  /** Gives up what waits and takes no more: guarantee 11. */
  mute(): void {
    this.#isMuted = true
    this.#waiting.clear()
    if (this.#fullIterators > 0) this.#port.socket?.resume?.()
    this.#fullIterators = 0
  }

  /** Ends each subscription, in a microtask, after what waits. */
  end(problem: Problem | undefined): void {
    this.#end = { problem }
    this.#schedule()
  }

  /** Adds a consumer; what is held reaches it in a microtask, with all that join in this tick: guarantee 7. */
  join(consumer: Consumer<Frame>): void {
    if (this.#end && !this.#isScheduled && this.#waiting.isEmpty) {
      finish([consumer], this.#end.problem)
      return
    }
    this.#consumers = [...this.#consumers, consumer]
    if (!this.#waiting.isEmpty) this.#schedule()
  }

  /** Removes a consumer; what it has not taken is held again if it was the only one: guarantee 10. */
  leave(consumer: Consumer<Frame>, untaken?: FrameQueue<Frame>): void {
    this.#consumers = this.#consumers.filter((other) => other !== consumer)
    if (!untaken || this.#consumers.length > 0 || this.#isMuted || this.#settings.dropsUnobserved) {
      return
    }
    untaken.append(this.#waiting)
    this.#waiting.append(untaken)
  }

  /** Tells whether an iterator may have so much waiting; if not, the channel has ended. */
  admits(weight: number): boolean {
    return this.#port.socket?.pause !== undefined || this.#fits(weight)
  }

  /** Counts the iterators that have more waiting than they should; the socket is paused while there is one. */
  weigh(change: 1 | -1): void {
    const before = this.#fullIterators
    this.#fullIterators = Math.max(before + change, 0)
    if (before === 0 && change === 1) this.#port.socket?.pause?.()
    if (before === 1 && change === -1) this.#port.socket?.resume?.()
  }

  #hold(frame: Frame): void {
    if (this.#consumers.length === 0 && this.#settings.dropsUnobserved) return
    const bytes = byteLength(frame)
    if (this.#fits(this.#waiting.weight(bytes))) this.#waiting.push(frame, bytes)
  }

  #fits(actual: number): boolean {
    const limit = this.#settings.maxHeldBytes
    if (actual <= limit) return true
    const message = `Cannot hold ${actual} bytes that nobody has read: maxHeldBytes is ${limit}`
    this.#port.fail(new BufferOverflowError(message, { limit, actual }))
    return false
  }

  #deliver(frame: Frame): void {
    this.#isDelivering = true
    deliver(this.#consumers, frame)
    this.#isDelivering = false
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    queueMicrotask(() => {
      this.#isScheduled = false
      this.#drain()
      // Only here: a terminal signal never comes inside a call of the user's.
      if (!this.#end || !this.#waiting.isEmpty) return
      const consumers = this.#consumers
      this.#consumers = []
      finish(consumers, this.#end.problem)
    })
  }

  #drain(): void {
    while (this.#consumers.length > 0) {
      const frame = this.#waiting.shift()
      if (frame === undefined) return
      this.#deliver(frame)
    }
  }
}
