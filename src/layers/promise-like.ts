/** Whether a value is a promise, or an object that `await` takes for one. */
export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function'
}

/** Returns a value. If it is a promise, its rejection is handled. */
export function settleQuietly<T>(value: T): T {
  if (isPromiseLike(value)) {
    value.then(undefined, () => {
      // Whoever called has refused the promise.
    })
  }
  return value
}
