import type { CloseInfo } from './channel.js'
import type { Problem } from './close-request.js'
import type { Lifecycle } from './lifecycle.js'
import { unwatched } from './unwatched.js'

/** How a promise settles: with a value, or rejected with a problem's error. */
type Outcome<T> = { readonly value: T } | Problem

const DONE: Outcome<void> = { value: undefined }

/** The promises of a lifecycle, each made when asked for. Their rejections nobody has to handle. */
export class Milestones {
  #lifecycle: Lifecycle
  #open: Promise<void> | undefined
  #closed: Promise<CloseInfo> | undefined
  #done: Promise<void> | undefined
  // Each tells whether its promise is still pending.
  #pending: (() => boolean)[] = []

  constructor(lifecycle: Lifecycle) {
    this.#lifecycle = lifecycle
  }

  get open(): Promise<void> {
    return (this.#open ??= this.#when(({ opened, problem }) => (opened ? DONE : problem)))
  }

  get closed(): Promise<CloseInfo> {
    return (this.#closed ??= this.#when(({ info }) => info && { value: info }))
  }

  get done(): Promise<void> {
    return (this.#done ??= this.#when(({ info, request }) => info && (request?.problem ?? DONE)))
  }

  /** Settles what can be settled now. */
  reach(lifecycle: Lifecycle): void {
    this.#lifecycle = lifecycle
    this.#pending = this.#pending.filter((isPending) => isPending())
  }

  #when<T>(outcome: (lifecycle: Lifecycle) => Outcome<T> | undefined): Promise<T> {
    return unwatched(
      new Promise((resolve, reject) => {
        const isPending = (): boolean => {
          const settled = outcome(this.#lifecycle)
          if (!settled) return true
          if ('error' in settled) reject(settled.error)
          else resolve(settled.value)
          return false
        }
        if (isPending()) this.#pending.push(isPending)
      }),
    )
  }
}
