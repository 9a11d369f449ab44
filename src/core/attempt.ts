/** Calls a method or getter of the platform. Returns `undefined` if it throws: used where the channel ends anyway. */
export function attempt<T>(call: () => T): T | undefined {
  try {
    return call()
  } catch {
    return undefined
  }
}
