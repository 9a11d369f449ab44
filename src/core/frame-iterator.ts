import { byteLength } from './byte-length.js'
import type { Problem } from './close-request.js'
import type { Consumer } from './deliver.js'
import type { Frame } from './frame.js'
import { FrameQueue } from './frame-queue.js'

/** What an iterator needs of the stream it reads. */
export interface FrameSource {
  readonly isMuted: boolean
  join(consumer: Consumer<Frame>): void
  leave(consumer: Consumer<Frame>, untaken?: FrameQueue<Frame>): void
  admits(weight: number): boolean
  weigh(change: 1 | -1): void
}

type Result = IteratorResult<Frame, undefined>

interface Waiter {
  resolve(result: Result): void
  reject(error: unknown): void
}

const DONE: Result = { done: true, value: undefined }

/** Reads a stream at its own pace: guarantee 10. It joins the stream with the first `next`. */
export class FrameIterator implements AsyncIterableIterator<Frame, undefined> {
  readonly #source: FrameSource
  readonly #highWaterMark: number
  readonly #untaken = new FrameQueue<Frame>()
  readonly #consumer: Consumer<Frame> = {
    next: (frame) => {
      this.#receive(frame)
    },
    error: (error) => {
      this.#end({ error })
    },
    complete: () => {
      this.#end()
    },
  }
  #waiters: Waiter[] = []
  #state: 'new' | 'reading' | 'ended' = 'new'
  #problem: Problem | undefined
  #isFull = false

  constructor(source: FrameSource, limits: { readonly highWaterMark: number }) {
    this.#source = source
    this.#highWaterMark = limits.highWaterMark
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<Result> {
    if (this.#state === 'new') {
      this.#state = 'reading'
      this.#source.join(this.#consumer)
    }
    const frame = this.#take()
    if (frame !== undefined) return Promise.resolve({ done: false, value: frame })
    if (this.#state === 'ended') return this.#conclude()
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject })
    })
  }

  return(): Promise<Result> {
    if (this.#state !== 'new') this.#source.leave(this.#consumer, this.#untaken)
    this.#untaken.clear()
    this.#balance()
    this.#end()
    return Promise.resolve(DONE)
  }

  #receive(frame: Frame): void {
    const waiter = this.#waiters.shift()
    if (waiter) {
      waiter.resolve({ done: false, value: frame })
      return
    }
    const bytes = byteLength(frame)
    if (!this.#source.admits(this.#untaken.weight(bytes))) return
    this.#untaken.push(frame, bytes)
    this.#balance()
  }

  #take(): Frame | undefined {
    if (this.#source.isMuted) this.#untaken.clear()
    const frame = this.#untaken.shift()
    this.#balance()
    return frame
  }

  #balance(): void {
    const isFull = this.#untaken.weight() > this.#highWaterMark
    if (isFull === this.#isFull) return
    this.#isFull = isFull
    this.#source.weigh(isFull ? 1 : -1)
  }

  #end(problem?: Problem): void {
    this.#state = 'ended'
    this.#problem = problem
    const waiters = this.#waiters
    this.#waiters = []
    for (const waiter of waiters) this.#conclude().then(waiter.resolve, waiter.reject)
  }

  // As a generator does, it throws once and is done from then on.
  #conclude(): Promise<Result> {
    const problem = this.#problem
    this.#problem = undefined
    return problem ? Promise.reject(problem.error as Error) : Promise.resolve(DONE)
  }
}
