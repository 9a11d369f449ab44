import { Observable, type Subscriber } from 'rxjs'
import { inMicrotask } from '../../core/microtask.js'
import { deliver, finish } from '../../core/receiving/deliver.js'

/** The latencies that a heartbeat has measured. */
export class Latency {
  /** Emits the last one, then each other one; completes with the channel. */
  readonly values: Observable<number>
  #last: number | undefined
  // Copied on each change, so that an emission reaches those that were there at its start.
  #subscribers: readonly Subscriber<number>[] = []
  #hasEnded = false

  constructor() {
    this.values = new Observable((subscriber) => this.#join(subscriber))
  }

  next(milliseconds: number): void {
    this.#last = milliseconds
    deliver(this.#subscribers, milliseconds)
  }

  /** Completes in a microtask: not inside a call of the user's. */
  end(): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.#finish()
  }

  #join(subscriber: Subscriber<number>): () => void {
    this.#subscribers = [...this.#subscribers, subscriber]
    if (this.#last !== undefined) subscriber.next(this.#last)
    if (this.#hasEnded) this.#finish()
    return () => {
      this.#subscribers = this.#subscribers.filter((other) => other !== subscriber)
    }
  }

  #finish(): void {
    inMicrotask(() => {
      finish(this.#subscribers)
    })
  }
}
