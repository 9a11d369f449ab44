import type { Consumer } from './deliver.js'
import { FrameQueue } from '../frame-queue.js'
import { markAsHandled } from '../handled.js'

/** What receives the frames of a stream: an RxJS `Subscriber` at once, an iterator at its own pace. */
export interface FrameConsumer<T> extends Consumer<T> {
  /** Frames that an iterator has received and its user has not read yet. */
  readonly buffer?: FrameQueue<T>
  /** Whether a call of `next` waits for a frame. */
  readonly isWaiting?: boolean
}

/** What an iterator needs of the stream it reads. */
export interface FrameSource<T> {
  join(consumer: FrameConsumer<T>): void
  leave(consumer: FrameConsumer<T>): void
  /** Adds a frame to a queue, within the limits. */
  hold(frame: T, queue: FrameQueue<T>): void
  /** To be called after a frame has been read. */
  updatePause(): void
}

type Result<T> = IteratorResult<T, undefined>

const DONE: Result<never> = { done: true, value: undefined }

/** Creates an iterator that reads a stream at its own pace: guarantee 10. The first `next` joins the stream. */
export function frameIterator<T>(source: FrameSource<T>): AsyncIterableIterator<T, undefined> {
  const reader = new PacedReader(source)
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next: () => reader.read(),
    return: () => reader.leave(),
  }
}

class PacedReader<T> implements FrameConsumer<T> {
  readonly buffer = new FrameQueue<T>()
  readonly #source: FrameSource<T>
  readonly #waiters: ((result: Result<T> | Promise<Result<T>>) => void)[] = []
  #hasJoined = false
  #conclusion: Promise<Result<T>> | undefined

  constructor(source: FrameSource<T>) {
    this.#source = source
  }

  get isWaiting(): boolean {
    return this.#waiters.length > 0
  }

  next(frame: T): void {
    const waiter = this.#waiters.shift()
    if (waiter) waiter({ done: false, value: frame })
    // `leave` may have been called during the delivery of this frame.
    else if (!this.#conclusion) this.#source.hold(frame, this.buffer)
  }

  error(error: unknown): void {
    this.#end(Promise.reject(error))
  }

  complete(): void {
    this.#end(Promise.resolve(DONE))
  }

  read(): Promise<Result<T>> {
    if (!this.#hasJoined) this.#source.join(this)
    this.#hasJoined = true
    const value = this.buffer.shift()
    this.#source.updatePause()
    if (value !== undefined) return Promise.resolve({ done: false, value })
    if (!this.#conclusion) {
      return markAsHandled(new Promise((resolve) => this.#waiters.push(resolve)))
    }
    this.#source.leave(this)
    return this.#conclude(this.#conclusion)
  }

  leave(): Promise<Result<T>> {
    this.#hasJoined = true
    this.#source.leave(this)
    this.complete()
    return this.#conclude(Promise.resolve(DONE))
  }

  /** Ends the iterator. Buffered frames can still be read; a second end changes nothing. */
  #end(conclusion: Promise<Result<T>>): void {
    void markAsHandled(conclusion)
    this.#conclusion ??= conclusion
    for (const waiter of this.#waiters.splice(0)) waiter(this.#conclude(this.#conclusion))
  }

  /** Like a generator, throws once and is done from then on. */
  #conclude(conclusion: Promise<Result<T>>): Promise<Result<T>> {
    this.#conclusion = Promise.resolve(DONE)
    return conclusion
  }
}
