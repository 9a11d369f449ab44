import { catchError, concat, defer, EMPTY, map, of, type OperatorFunction } from 'rxjs'
import { type AsyncSnapshot, inState, withData, withError } from './async-snapshot.js'

/**
 * Returns an operator that emits the state of its source: a `'waiting'` snapshot on subscribing, an `'active'` one for each
 * value, and a `'done'` one at the end, without data after an error. Never errors; completes after `'done'`.
 *
 * @param initialData The `data` before the first value. None by default.
 */
export function snapshots<T>(initialData?: T): OperatorFunction<T, AsyncSnapshot<T>> {
  return (source) =>
    defer(() => {
      let latest = withData('waiting', initialData)
      // Operators, because they stop a source that emits inside `subscribe` when their subscriber has unsubscribed.
      return concat(
        of(latest),
        source.pipe(
          map((value) => (latest = withData('active', value))),
          catchError((error: unknown) => {
            latest = withError(error)
            return EMPTY
          }),
        ),
        defer(() => of(inState(latest, 'done'))),
      )
    })
}
