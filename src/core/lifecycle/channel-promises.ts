import type { ErrorBox } from './close-request.js'
import type { Lifecycle } from './lifecycle.js'
import type { ChannelState, CloseInfo } from '../channel.js'
import { markAsHandled } from '../handled.js'
import { Observers } from '../observers.js'
import { type ChangingValue, StateStream } from './state-stream.js'

/** How a promise settles: resolved with the value, or rejected with the error. */
type Outcome<T> = { readonly value: T } | ErrorBox

const DONE: Outcome<void> = { value: undefined }

/** The promises and the states of a channel. Each is created at its first use, so that an idle channel has none. */
export class ChannelPromises implements ChangingValue<ChannelState> {
  #lifecycle: Lifecycle
  #open: Promise<void> | undefined
  #closed: Promise<CloseInfo> | undefined
  #done: Promise<void> | undefined
  #states: StateStream | undefined
  readonly #observers = new Observers()

  constructor(lifecycle: Lifecycle) {
    this.#lifecycle = lifecycle
  }

  /** The current state. */
  get value(): ChannelState {
    return this.#lifecycle.name
  }

  isLast(state: ChannelState): boolean {
    return state === 'closed'
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

  /** Settles what the new lifecycle settles. */
  update(lifecycle: Lifecycle): void {
    this.#lifecycle = lifecycle
    this.#observers.notify()
  }

  /** Returns a promise that settles as soon as `outcomeOf` returns an outcome. Its rejection may stay unhandled. */
  #when<T>(outcomeOf: (lifecycle: Lifecycle) => Outcome<T> | undefined): Promise<T> {
    return markAsHandled(
      new Promise((resolve, reject) => {
        const observe = (): void => {
          const outcome = outcomeOf(this.#lifecycle)
          if (!outcome) return
          stop()
          if ('error' in outcome) reject(outcome.error)
          else resolve(outcome.value)
        }
        const stop = this.observe(observe)
        observe()
      }),
    )
  }

  /** Calls an observer at each change. Returns a function that stops that. */
  observe(observer: () => void): () => void {
    return this.#observers.add(observer)
  }
}
