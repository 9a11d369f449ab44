import type { FrameQueue } from '../frame-queue.js'
import { reportError, reportingErrors } from '../reporting-errors.js'

/** What receives values and one terminal signal: an RxJS `Subscriber`, or an iterator. */
export interface Consumer<T> {
  next(value: T): void
  error(error: unknown): void
  complete(): void
}

/** What receives the frames of a stream: an RxJS `Subscriber` at once, an iterator at its own pace. */
export interface FrameConsumer<T> extends Consumer<T> {
  /** Frames that an iterator has received and its user has not read yet. */
  readonly buffer?: FrameQueue<T>
  /** Whether a call of `next` waits for a frame. */
  readonly isWaiting?: boolean
}

/**
 * Emits a value to each consumer. An exception of one reaches neither the caller nor the other consumers; it is reported as
 * uncaught. RxJS catches the exceptions of handlers itself, except with `useDeprecatedSynchronousErrorHandling` and in a
 * subclass of `Subscriber`.
 */
export function deliver<T>(consumers: readonly Consumer<T>[], value: T): void {
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- an iterator costs 3 ns for each frame
  for (let index = 0; index < consumers.length; index++) {
    try {
      consumers[index]?.next(value)
    } catch (error) {
      reportError(error)
    }
  }
}

/** Emits the terminal signal to each consumer: the error, or completion if there is none. */
export function finish<T>(
  consumers: readonly Consumer<T>[],
  errorBox?: { readonly error: unknown },
): void {
  for (const consumer of consumers) {
    reportingErrors(() => {
      if (errorBox) consumer.error(errorBox.error)
      else consumer.complete()
    })
  }
}
