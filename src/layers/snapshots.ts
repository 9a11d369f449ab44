import { Observable, type OperatorFunction } from 'rxjs'

/** The state of a stream for a user interface, as Flutter's `AsyncSnapshot`. */
export interface AsyncSnapshot<T> {
  /** `'waiting'` until the first value, `'active'` from then on, `'done'` after the end. */
  readonly connectionState: 'waiting' | 'active' | 'done'
  /** The latest value; before the first one the initial data, after an error `undefined`. */
  readonly data: T | undefined
  /** Whether `data` is not `undefined`. */
  readonly hasData: boolean
  /** The error that the stream ended with. */
  readonly error: unknown
  /** Whether the stream ended with an error. */
  readonly hasError: boolean
}

/**
 * Returns an operator that emits the state of its source: a `'waiting'` snapshot on subscribing, an `'active'` one for each
 * value, and a `'done'` one at the end, without data after an error. Never errors; completes after `'done'`.
 *
 * @param initialData The `data` before the first value. None by default.
 */
export function snapshots<T>(initialData?: T): OperatorFunction<T, AsyncSnapshot<T>> {
  return (source) =>
    new Observable((subscriber) => {
      let data = initialData
      const emit = (connectionState: AsyncSnapshot<T>['connectionState']): void => {
        const hasData = data !== undefined
        subscriber.next({ connectionState, data, hasData, error: undefined, hasError: false })
      }
      emit('waiting')
      return source.subscribe({
        next(value) {
          data = value
          emit('active')
        },
        error(error: unknown) {
          const none = { data: undefined, hasData: false }
          subscriber.next({ connectionState: 'done', ...none, error, hasError: true })
          subscriber.complete()
        },
        complete() {
          emit('done')
          subscriber.complete()
        },
      })
    })
}
