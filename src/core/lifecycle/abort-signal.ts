import type { AbortSignalLike } from '../arguments/options.js'
import { attempt } from '../attempt.js'
import { reportingErrors } from '../reporting-errors.js'

// Node 20 warns about more than ten listeners on a signal, so all channels and requests of one signal share a listener.
const listeners = /* @__PURE__ */ new WeakMap<AbortSignalLike, SharedListener>()

/**
 * Calls `aborted` with the signal's reason when the signal is aborted, at once if it already is.
 *
 * @returns A function that stops listening. It never throws, whatever the signal does.
 */
export function onAbort(signal: AbortSignalLike, aborted: (reason: unknown) => void): () => void {
  const callback = (): void => {
    aborted(attempt(() => signal.reason))
  }
  if (signal.aborted) {
    callback()
    return callback
  }
  const listener = listeners.get(signal) ?? new SharedListener(signal)
  listener.add(callback)
  return () => {
    listener.remove(callback)
  }
}

/** The only listener on a signal, as long as there is a callback. */
class SharedListener {
  readonly #signal: AbortSignalLike
  // A callback that another one removes is not called any more, as with listeners of the platform.
  readonly #callbacks = new Set<() => void>()
  readonly #listener = (): void => {
    for (const callback of this.#callbacks) reportingErrors(callback)
  }

  constructor(signal: AbortSignalLike) {
    this.#signal = signal
    signal.addEventListener('abort', this.#listener)
    listeners.set(signal, this)
  }

  add(callback: () => void): void {
    this.#callbacks.add(callback)
  }

  remove(callback: () => void): void {
    if (!this.#callbacks.delete(callback) || this.#callbacks.size > 0) return
    try {
      this.#signal.removeEventListener('abort', this.#listener)
      listeners.delete(this.#signal)
    } catch {
      // A signal that lacks the method, or whose method throws: the listener stays and serves later channels.
    }
  }
}
