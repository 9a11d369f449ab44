/** Keeps a rejection of the promise from being reported as unhandled, and returns the promise. */
export function markAsHandled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(ignore)
  return promise
}

// One function for all promises, since some callers make very many.
function ignore(): void {
  // Whoever awaits the promise itself still sees the rejection.
}
