import { Observable, type OperatorFunction } from 'rxjs'
import { type AsyncSnapshot, inState, withData, withError } from './async-snapshot.js'

/**
 * Returns an operator that emits the state of its source: a `'waiting'` snapshot on subscribing, an `'active'` one for each
 * value, and a `'done'` one at the end, without data after an error. Never errors; completes after `'done'`.
 *
 * @param initialData The `data` before the first value. None by default.
 */
export function snapshots<T>(initialData?: T): OperatorFunction<T, AsyncSnapshot<T>> {
  return (source) =>
    new Observable((subscriber) => {
      let latest = withData('waiting', initialData)
      subscriber.next(latest)
      return source.subscribe({
        next(value) {
          latest = withData('active', value)
          subscriber.next(latest)
        },
        error(error: unknown) {
          subscriber.next(withError(error))
          subscriber.complete()
        },
        complete() {
          subscriber.next(inState(latest, 'done'))
          subscriber.complete()
        },
      })
    })
}
