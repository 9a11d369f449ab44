import { reportError, reportingErrors } from '../reporting-errors.js'

/** Who takes what arrives: an RxJS `Subscriber`, or an iterator. */
export interface Consumer<T> {
  next(value: T): void
  error(error: unknown): void
  complete(): void
}

/**
 * Gives a value to each consumer. One that throws harms neither the caller nor the others: RxJS lets an exception through
 * only with `useDeprecatedSynchronousErrorHandling` or for a subscriber made by hand; it is reported as uncaught.
 */
export function deliver<T>(consumers: readonly Consumer<T>[], value: T): void {
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- iterating costs the only consumer of a frame 3 ns
  for (let index = 0; index < consumers.length; index++) {
    try {
      consumers[index]?.next(value)
    } catch (error) {
      reportError(error)
    }
  }
}

/** Gives each consumer its terminal signal. */
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
