import { Observable } from 'rxjs'
import type { ChannelState, CloseInfo } from '../channel.js'
import type { ErrorBox } from './close-request.js'
import type { Lifecycle } from './lifecycle.js'
import { markAsHandled } from '../handled.js'

/** How a promise settles: with a value, or rejected with a errorBox's error. */
type Outcome<T> = { readonly value: T } | ErrorBox

const DONE: Outcome<void> = { value: undefined }

/** The promises and the states of a lifecycle, each made when asked for. */
export class ChannelPromises {
  #lifecycle: Lifecycle
  #open: Promise<void> | undefined
  #closed: Promise<CloseInfo> | undefined
  #done: Promise<void> | undefined
  #states: Observable<ChannelState> | undefined
  // Called at each change. Copied when it changes.
  #observers: readonly (() => void)[] = []

  constructor(lifecycle: Lifecycle) {
    this.#lifecycle = lifecycle
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

  /** Replays the current state, and tells the others in a microtask: in order for everybody, whatever a handler does. */
  get states(): Observable<ChannelState> {
    return (this.#states ??= new Observable((subscriber) => {
      let told: ChannelState
      const tell = (state: ChannelState): void => {
        subscriber.next(state)
        if (state === 'closed') subscriber.complete()
      }
      const observe = (): void => {
        const { name } = this.#lifecycle
        if (name === told) return
        told = name
        queueMicrotask(() => {
          tell(name)
        })
      }
      told = this.#lifecycle.name
      // Before the first value, whose handler may change the state.
      const forget = this.#observe(observe)
      tell(told)
      return forget
    }))
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
        const forget = this.#observe(observe)
        observe()
      }),
    )
  }

  /** Calls an observer at each change, until the call of what is given back. */
  #observe(observer: () => void): () => void {
    this.#observers = [...this.#observers, observer]
    return () => {
      this.#observers = this.#observers.filter((other) => other !== observer)
    }
  }
}
