import { Observable } from 'rxjs'
import type { ChannelState } from './channel.js'
import { type Consumer, deliver, finish } from './deliver.js'

/** The states of a channel as they come: replays the current one, completes after `'closed'`. */
export class StateStream extends Observable<ChannelState> {
  #current: ChannelState
  // Copied when it changes: a change that waits for its microtask keeps the consumers there were when it happened.
  #consumers: readonly Consumer<ChannelState>[] = []

  constructor(current: ChannelState) {
    super((subscriber) => {
      const current = this.#current
      // Before the first value, whose handler may change the state.
      this.#consumers = [...this.#consumers, subscriber]
      subscriber.next(current)
      if (current === 'closed') subscriber.complete()
      return () => {
        this.#consumers = this.#consumers.filter((consumer) => consumer !== subscriber)
      }
    })
    this.#current = current
  }

  /** Tells the new state in a microtask: in order for everybody, whatever a handler does. */
  change(state: ChannelState): void {
    this.#current = state
    const consumers = this.#consumers
    queueMicrotask(() => {
      deliver(consumers, state)
      if (state === 'closed') finish(consumers)
    })
  }
}
