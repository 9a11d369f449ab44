/** Why a channel was aborted: what was given, else an `AbortError`. React Native has none, not even as a signal's reason. */
export function abortReason(given: unknown): unknown {
  return given === undefined
    ? Object.assign(new Error('The channel was aborted'), { name: 'AbortError' })
    : given
}
