import type { Consumer } from './deliver.js'
import type { Frame } from '../frame.js'
import { FrameQueue } from '../frame-queue.js'
import { markAsHandled } from '../handled.js'

/** Who takes frames: an RxJS `Subscriber` at once, an iterator at its own pace. */
export interface FrameConsumer extends Consumer<Frame> {
  /** What an iterator was given and has not taken yet. */
  readonly buffer?: FrameQueue<Frame>
  /** Whether an iterator has been asked for more than there was. */
  readonly isWaiting?: boolean
}

/** What an iterator needs of the stream it reads. */
export interface FrameSource {
  join(consumer: FrameConsumer): void
  leave(consumer: FrameConsumer): void
  /** Puts a frame into a queue, within the limits. */
  hold(frame: Frame, queue: FrameQueue<Frame>): void
  /** Has to be called when a frame was taken. */
  updatePause(): void
}

type Result = IteratorResult<Frame, undefined>

const DONE: Result = { done: true, value: undefined }

/** Reads a stream at its own pace: guarantee 10. It joins the stream with the first `next`. */
export function frameIterator(source: FrameSource): AsyncIterableIterator<Frame, undefined> {
  const reader = new PacedReader(source)
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next: () => reader.take(),
    return: () => reader.leave(),
  }
}

class PacedReader implements FrameConsumer {
  readonly buffer = new FrameQueue<Frame>()
  readonly #source: FrameSource
  readonly #waiters: ((result: Result | Promise<Result>) => void)[] = []
  #isNew = true
  #conclusion: Promise<Result> | undefined

  constructor(source: FrameSource) {
    this.#source = source
  }

  get isWaiting(): boolean {
    return this.#waiters.length > 0
  }

  next(frame: Frame): void {
    const waiter = this.#waiters.shift()
    if (waiter) waiter({ done: false, value: frame })
    // It may have left in this very delivery.
    else if (!this.#conclusion) this.#source.hold(frame, this.buffer)
  }

  error(error: unknown): void {
    this.#end(Promise.reject(error))
  }

  complete(): void {
    this.#end(Promise.resolve(DONE))
  }

  take(): Promise<Result> {
    if (this.#isNew) this.#source.join(this)
    this.#isNew = false
    const value = this.buffer.shift()
    this.#source.updatePause()
    if (value !== undefined) return Promise.resolve({ done: false, value })
    if (!this.#conclusion)
      {return markAsHandled(new Promise((resolve) => this.#waiters.push(resolve)))}
    this.#source.leave(this)
    return this.#conclude(this.#conclusion)
  }

  leave(): Promise<Result> {
    this.#isNew = false
    this.#source.leave(this)
    this.complete()
    return this.#conclude(Promise.resolve(DONE))
  }

  /** Ends it; what it was given can be taken still. An end inside another's changes nothing. */
  #end(conclusion: Promise<Result>): void {
    void markAsHandled(conclusion)
    this.#conclusion ??= conclusion
    for (const waiter of this.#waiters.splice(0)) waiter(this.#conclude(this.#conclusion))
  }

  /** As a generator does, it throws once and is done from then on. */
  #conclude(conclusion: Promise<Result>): Promise<Result> {
    this.#conclusion = Promise.resolve(DONE)
    return conclusion
  }
}
