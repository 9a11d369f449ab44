import type { FrameConsumer } from './deliver.js'

/** What a consumer leaves. */
interface Joined<T> {
  leave(consumer: FrameConsumer<T>): void
}

/** What RxJS calls when a subscription ends. An object: a closure takes more memory. */
export class Membership<T> {
  readonly #stream: Joined<T>
  readonly #consumer: FrameConsumer<T>

  constructor(stream: Joined<T>, consumer: FrameConsumer<T>) {
    this.#stream = stream
    this.#consumer = consumer
  }

  unsubscribe(): void {
    this.#stream.leave(this.#consumer)
  }
}
