import type { Consumer } from './deliver.js'
import type { Frame } from './frame.js'
import { FrameQueue } from './frame-queue.js'
import { unwatched } from './unwatched.js'

/** Who takes frames: an RxJS `Subscriber` at once, an iterator at its own pace. */
export interface FrameConsumer extends Consumer<Frame> {
  /** What an iterator was given and has not taken yet. */
  readonly untaken?: FrameQueue<Frame>
}

/** What an iterator needs of the stream it reads. */
export interface FrameSource {
  join(consumer: FrameConsumer): void
  leave(consumer: FrameConsumer): void
  /** Puts a frame into a queue, within the limits. */
  hold(frame: Frame, queue: FrameQueue<Frame>): void
  /** Has to be called when a frame was taken. */
  balance(): void
}

type Result = IteratorResult<Frame, undefined>

const DONE: Result = { done: true, value: undefined }

/** Reads a stream at its own pace: guarantee 10. It joins the stream with the first `next`. */
export function frameIterator(source: FrameSource): AsyncIterableIterator<Frame, undefined> {
  const untaken = new FrameQueue<Frame>()
  const waiters: ((result: Result | Promise<Result>) => void)[] = []
  let isNew = true
  let conclusion: Promise<Result> | undefined

  // As a generator does, it throws once and is done from then on.
  const take = (result: Promise<Result>): Promise<Result> => {
    conclusion = Promise.resolve(DONE)
    return result
  }
  const end = (how: Promise<Result>): void => {
    conclusion = unwatched(how)
    for (const waiter of waiters.splice(0)) waiter(take(conclusion))
  }
  const consumer: FrameConsumer = {
    untaken,
    next(frame) {
      const waiter = waiters.shift()
      if (waiter) waiter({ done: false, value: frame })
      else source.hold(frame, untaken)
    },
    error(error) {
      end(Promise.reject(error))
    },
    complete() {
      end(Promise.resolve(DONE))
    },
  }
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next() {
      if (isNew) source.join(consumer)
      isNew = false
      const value = untaken.shift()
      source.balance()
      if (value !== undefined) return Promise.resolve({ done: false, value })
      return conclusion ? take(conclusion) : new Promise((resolve) => waiters.push(resolve))
    },
    return() {
      isNew = false
      source.leave(consumer)
      consumer.complete()
      return Promise.resolve(DONE)
    },
  }
}
