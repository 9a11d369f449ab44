import type { FrameConsumer } from './deliver.js'
import { FrameQueue, type Weigher } from '../frame-queue.js'
import { markAsHandled } from '../handled.js'
import { SKIPPED } from './decoder.js'

/** What an iterator needs of the stream it reads. */
export interface FrameSource<T, Held> {
  join(consumer: FrameConsumer<Held>): void
  leave(consumer: FrameConsumer<Held>): void
  /** Decodes what was held. Throws the error that the stream ends with. */
  open(held: Held): T | typeof SKIPPED
  /** Adds a frame to a queue, within the limits. */
  hold(frame: Held, queue: FrameQueue<Held>): void
  /** To be called after a frame has been read. */
  updatePause(): void
}

type Result<T> = IteratorResult<T, undefined>

/** A call of `next` that waits for a frame. */
interface Waiter<T> {
  readonly promise: Promise<Result<T>>
  readonly resolve: (result: Result<T> | Promise<Result<T>>) => void
}

const DONE: Result<never> = { done: true, value: undefined }

/** Reads a stream at its own pace: guarantee 10. The first `next` joins the stream. */
export class FrameIterator<T, Held = T> implements AsyncIterableIterator<T, undefined> {
  readonly #source: FrameSource<T, Held>
  readonly #reader: FrameReader<T, Held>
  #hasJoined = false

  constructor(source: FrameSource<T, Held>, weigher: Weigher<Held>) {
    this.#source = source
    this.#reader = new FrameReader(source, weigher)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<Result<T>> {
    const reader = this.#reader
    if (!this.#hasJoined) this.#source.join(reader)
    this.#hasJoined = true
    return reader.read()
  }

  return(): Promise<Result<T>> {
    this.#hasJoined = true
    return this.#reader.leave()
  }
}

/** What an iterator has received. */
class FrameReader<T, Held> implements FrameConsumer<Held> {
  readonly buffer: FrameQueue<Held>
  readonly #source: FrameSource<T, Held>
  readonly #waiters: Waiter<T>[] = []
  #conclusion: Promise<Result<T>> | undefined

  constructor(source: FrameSource<T, Held>, weigher: Weigher<Held>) {
    this.#source = source
    this.buffer = new FrameQueue(weigher)
  }

  get isWaiting(): boolean {
    return this.#waiters.length > 0
  }

  next(frame: Held): void {
    const waiter = this.#waiters.shift()
    // The stream has decoded it, because this iterator waits.
    if (waiter) waiter.resolve({ done: false, value: this.#source.open(frame) as T })
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
    const value = this.#shift()
    if (value !== undefined) return value
    if (!this.#conclusion) return this.#wait()
    this.#source.leave(this)
    return this.#conclude(this.#conclusion)
  }

  /** Takes the first buffered message that is not left out; `undefined` if there is none. */
  #shift(): Promise<Result<T>> | undefined {
    for (;;) {
      const held = this.buffer.shift()
      this.#source.updatePause()
      if (held === undefined) return undefined
      try {
        const value = this.#source.open(held)
        if (value !== SKIPPED) return Promise.resolve({ done: false, value })
      } catch (error) {
        this.buffer.clear()
        this.#source.leave(this)
        return this.#conclude(Promise.reject(error))
      }
    }
  }

  leave(): Promise<Result<T>> {
    this.#source.leave(this)
    this.complete()
    return this.#conclude(Promise.resolve(DONE))
  }

  #wait(): Promise<Result<T>> {
    let resolve: Waiter<T>['resolve'] | undefined
    const promise = new Promise<Result<T>>((resolvePromise) => (resolve = resolvePromise))
    if (resolve) this.#waiters.push({ promise, resolve })
    return promise
  }

  /** Ends the iterator. Buffered frames can still be read; a second end changes nothing. */
  #end(conclusion: Promise<Result<T>>): void {
    void markAsHandled(conclusion)
    this.#conclusion ??= conclusion
    for (const { promise, resolve } of this.#waiters.splice(0)) {
      void markAsHandled(promise)
      resolve(this.#conclude(this.#conclusion))
    }
  }

  /** Like a generator, throws once and is done from then on. */
  #conclude(conclusion: Promise<Result<T>>): Promise<Result<T>> {
    this.#conclusion = Promise.resolve(DONE)
    return conclusion
  }
}
