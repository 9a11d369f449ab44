/** Calls user code. An exception is reported as uncaught, in a task of its own, and does not reach the caller. */
export function reportingErrors(call: () => void): void {
  try {
    call()
  } catch (error) {
    reportError(error)
  }
}

/** Reports an exception of user code as an uncaught one, in a later task. */
export function reportError(error: unknown): void {
  setTimeout(() => {
    throw error
  })
}
