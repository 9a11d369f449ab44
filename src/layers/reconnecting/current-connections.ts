import { Observable, type Subscriber } from 'rxjs'
import type { Channel } from '../../core/channel.js'
import { deliver, finish } from '../../core/receiving/deliver.js'
import { inMicrotask } from '../../core/microtask.js'

// One array for all channels.
const NONE: readonly never[] = []

/** The connections of a reconnecting channel, one after the other. */
export class CurrentConnections<In, Out> {
  #connections: Observable<Channel<In, Out>> | undefined
  #present: Channel<In, Out> | undefined
  // Copied on each change, so that an emission reaches those that were there at its start.
  #subscribers: readonly Subscriber<Channel<In, Out>>[] = NONE
  #hasEnded = false

  /** Emits the present connection, then each other one; completes with the channel. */
  get connections(): Observable<Channel<In, Out>> {
    return (this.#connections ??= new Observable((subscriber) => this.#join(subscriber)))
  }

  next(connection: Channel<In, Out>): void {
    this.#present = connection
    deliver(this.#subscribers, connection)
  }

  /** The present connection has ended. */
  clear(): void {
    this.#present = undefined
  }

  /** Completes in a microtask: not inside a call of the user's. */
  end(): void {
    this.#present = undefined
    this.#hasEnded = true
    inMicrotask(() => {
      finish(this.#subscribers)
    })
  }

  #join(subscriber: Subscriber<Channel<In, Out>>): (() => void) | undefined {
    if (this.#hasEnded) {
      subscriber.complete()
      return undefined
    }
    this.#subscribers = [...this.#subscribers, subscriber]
    if (this.#present) subscriber.next(this.#present)
    return () => {
      this.#subscribers = this.#subscribers.filter((other) => other !== subscriber)
    }
  }
}
