import type { Subscription } from 'rxjs'
import { onTestFinished } from 'vitest'
import type { ChatMessage } from '../../../examples/chat/messages.js'
import type { Relay } from '../../../examples/chat/relay.js'

interface ReaderOptions {
  readonly relay: Relay
  readonly after?: number
  readonly room?: string
  /** Called with each event, as `take` resolves with it. */
  readonly seen?: (event: string) => void
}

/** A subscription to a relay that a test reads piece by piece. It ends with the test. */
export class RelayReader {
  readonly messages: ChatMessage[] = []
  readonly #events: string[] = []
  readonly #subscription: Subscription
  #failure: Error | undefined
  #changed = (): void => undefined

  constructor({ relay, after = 0, room = 'lobby', seen }: ReaderOptions) {
    this.#subscription = relay.subscribe(room, after).subscribe({
      next: (event) => {
        if (event !== 'caught up') this.messages.push(event)
        const name = event === 'caught up' ? event : event.id
        this.#events.push(name)
        seen?.(name)
        this.#changed()
      },
      error: (failure: unknown) => {
        this.#failure = new Error('The relay failed', { cause: failure })
        this.#changed()
      },
    })
    onTestFinished(() => this.unsubscribe())
  }

  /** Resolves with the next events: the ids of messages, and `'caught up'`. */
  async take(count: number): Promise<string[]> {
    while (this.#events.length < count) {
      if (this.#failure) throw this.#failure
      await new Promise<void>((resolve) => (this.#changed = resolve))
    }
    return this.#events.splice(0, count)
  }

  /** Resolves with the messages that are stored. */
  async stored(): Promise<readonly ChatMessage[]> {
    while ((await this.take(1))[0] !== 'caught up') continue
    return this.messages
  }

  unsubscribe(): void {
    this.#subscription.unsubscribe()
  }
}
