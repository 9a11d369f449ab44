import { isPromiseLike } from '../core/promise-like.js'

/** Returns a value. If it is a promise, its rejection is handled. */
export function settleQuietly<T>(value: T): T {
  if (isPromiseLike(value)) {
    value.then(undefined, () => {
      // Whoever called has refused the promise.
    })
  }
  return value
}
