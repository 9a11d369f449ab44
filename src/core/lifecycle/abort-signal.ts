import type { AbortSignalLike } from '../arguments/options.js'

/**
 * Calls `aborted` with the signal's reason when the signal is aborted, at once if it already is.
 *
 * @returns A function that stops listening.
 */
export function onAbort(signal: AbortSignalLike, aborted: (reason: unknown) => void): () => void {
  const listener = (): void => {
    aborted(signal.reason)
  }
  if (signal.aborted) {
    listener()
    return listener
  }
  signal.addEventListener('abort', listener)
  return () => {
    signal.removeEventListener('abort', listener)
  }
}
