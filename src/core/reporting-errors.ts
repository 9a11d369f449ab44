/** Calls user code. An exception does not reach the caller; it is reported as uncaught. */
export function reportingErrors(call: () => void): void {
  try {
    call()
  } catch (error) {
    reportError(error)
  }
}

/** Reports an exception of user code as uncaught, in a later task. */
export function reportError(error: unknown): void {
  setTimeout(() => {
    throw error
  })
}
