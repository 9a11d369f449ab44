/** Marks a promise as one whose rejection nobody has to handle. */
export function markAsHandled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {
    // The same failure reaches those who asked for it by other ways.
  })
  return promise
}
