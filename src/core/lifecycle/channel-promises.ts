import type { ChannelState, CloseInfo } from '../channel.js'
import type { ErrorBox } from './close-request.js'
import type { Lifecycle } from './lifecycle.js'
import { markAsHandled } from '../handled.js'
import { StateStream } from './state-stream.js'

/** How a promise settles: with a value, or rejected with a errorBox's error. */
type Outcome<T> = { readonly value: T } | ErrorBox

const DONE: Outcome<void> = { value: undefined }

/** The promises and the states of a lifecycle, each made when asked for. */
export class ChannelPromises {
  #lifecycle: Lifecycle
  #open: Promise<void> | undefined
  #closed: Promise<CloseInfo> | undefined
  #done: Promise<void> | undefined
  #states: StateStream | undefined
  // Called at each change. Copied when it changes.
  #observers: readonly (() => void)[] = []

  constructor(lifecycle: Lifecycle) {
    this.#lifecycle = lifecycle
  }

  /** The current state. */
  get state(): ChannelState {
    return this.#lifecycle.name
  }

  get open(): Promise<void> {
    return (this.#open ??= this.#when(({ opened, errorBox }) => (opened ? DONE : errorBox)))
  }

  get closed(): Promise<CloseInfo> {
    return (this.#closed ??= this.#when(({ info }) => info && { value: info }))
  }

  get done(): Promise<void> {
    return (this.#done ??= this.#when(({ info, request }) => info && (request?.errorBox ?? DONE)))
  }

  get states(): StateStream {
    return (this.#states ??= new StateStream(this))
  }

  /** Goes on to another lifecycle. */
  update(lifecycle: Lifecycle): void {
    this.#lifecycle = lifecycle
    for (const observe of this.#observers) observe()
  }

  /** A promise of what a lifecycle brings; its rejection nobody has to handle. */
  #when<T>(outcomeOf: (lifecycle: Lifecycle) => Outcome<T> | undefined): Promise<T> {
    return markAsHandled(
      new Promise((resolve, reject) => {
        const observe = (): void => {
          const outcome = outcomeOf(this.#lifecycle)
          if (!outcome) return
          forget()
          if ('error' in outcome) reject(outcome.error)
          else resolve(outcome.value)
        }
        const forget = this.observe(observe)
        observe()
      }),
    )
  }

  /** Calls an observer at each change, until the function that it returns is called. */
  observe(observer: () => void): () => void {
    this.#observers = [...this.#observers, observer]
    return () => {
      this.#observers = this.#observers.filter((other) => other !== observer)
    }
  }
}
