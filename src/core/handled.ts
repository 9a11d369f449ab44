/** Keeps a rejection of the promise from being reported as unhandled, and returns the promise. */
export function markAsHandled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {
    // Whoever awaits the promise itself still sees the rejection.
  })
  return promise
}
