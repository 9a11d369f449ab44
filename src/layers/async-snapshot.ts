/** The state of a stream for a user interface, as Flutter's `AsyncSnapshot`. */
export interface AsyncSnapshot<T> {
  /**
   * `'none'` without a stream, `'waiting'` from subscribing until the first value, `'active'` from then on, `'done'` after the
   * end. `snapshots` always has a stream, and emits no `'none'`.
   */
  readonly connectionState: 'none' | 'waiting' | 'active' | 'done'
  /** The latest value; before the first one the initial data, after an error `undefined`. */
  readonly data: T | undefined
  /** Whether `data` is not `undefined`. */
  readonly hasData: boolean
  /** The error that the stream ended with. */
  readonly error: unknown
  /** Whether the stream ended with an error. */
  readonly hasError: boolean
}

/** Returns a snapshot with data, which may be `undefined`, and without an error. */
export function withData<T>(
  connectionState: AsyncSnapshot<T>['connectionState'],
  data: T | undefined,
): AsyncSnapshot<T> {
  return { connectionState, data, hasData: data !== undefined, error: undefined, hasError: false }
}

/** Returns the last snapshot of a stream that failed. In RxJS an error is the end of a stream. */
export function withError<T>(error: unknown): AsyncSnapshot<T> {
  return { connectionState: 'done', data: undefined, hasData: false, error, hasError: true }
}

/** Returns a snapshot with the same data and error in another state; the same object if it is in that state. */
export function inState<T>(
  snapshot: AsyncSnapshot<T>,
  connectionState: AsyncSnapshot<T>['connectionState'],
): AsyncSnapshot<T> {
  if (snapshot.connectionState === connectionState) return snapshot
  return { ...snapshot, connectionState }
}
