import { concat, take, throwError, type Observable } from 'rxjs'
import type { ChatMessage } from '../../../examples/chat/messages.js'
import type { Relay } from '../../../examples/chat/relay.js'

/** A relay of which every fifth publish and every seventh subscription fail, each in one of two ways. */
export class FlakyRelay implements Relay {
  readonly #relay: Relay
  #published = 0
  #subscribed = 0

  constructor(relay: Relay) {
    this.#relay = relay
  }

  async publish(message: Omit<ChatMessage, 'seq'>): Promise<void> {
    const turn = ++this.#published % 10
    if (turn === 5) throw new Error('Not stored')
    await this.#relay.publish(message)
    if (turn === 0) throw new Error('Stored, but nobody heard of it')
  }

  subscribe(room: string, after: number): Observable<ChatMessage | 'caught up'> {
    const subscription = this.#relay.subscribe(room, after)
    const turn = ++this.#subscribed % 14
    const failure = throwError(() => new Error('The history cannot be read'))
    if (turn === 7) return failure
    return turn === 0 ? concat(subscription.pipe(take(5)), failure) : subscription
  }

  close(): Promise<void> {
    return this.#relay.close()
  }
}
