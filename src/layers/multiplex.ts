import { Observable, type Subscriber, Subscription } from 'rxjs'
import { expectKnown, expectType } from '../core/arguments/check-options.js'
import type { Channel } from '../core/channel.js'
import { awaitsConnection, onConnected } from '../core/layering/connections.js'
import { deliver, finish } from '../core/receiving/deliver.js'
import { reportingErrors } from '../core/reporting-errors.js'
import { settleQuietly } from './settle-quietly.js'

/** How a topic is subscribed at the peer, and which messages belong to it. */
export interface Topic<In, Out> {
  /** Returns the message that subscribes the topic at the peer; `undefined` sends nothing. */
  readonly subscribe: () => Out | undefined
  /** Returns the message that ends that; `undefined` sends nothing. */
  readonly unsubscribe: () => Out | undefined
  /** Returns whether a message belongs to the topic. */
  readonly filter: (message: In) => boolean
}

/**
 * Returns an Observable of one topic's messages. The first subscription sends `topic.subscribe()`, the end of the last one
 * `topic.unsubscribe()`. Over a reconnecting channel, each new connection is sent `topic.subscribe()` again while the topic
 * has subscribers.
 *
 * It ends as `channel.stream` does, which also emits the topic's messages. If `filter` or `subscribe` throws, the topic errors
 * and the channel goes on.
 *
 * @param channel The channel that carries all topics.
 * @param topic How the topic is subscribed, and which messages belong to it.
 * @throws {TypeError} If a function is missing.
 */
export function multiplex<In, Out>(
  channel: Channel<In, Out>,
  // The channel alone gives the types: a topic is checked against them, and its literals stay literals.
  topic: NoInfer<Topic<In, Out>>,
): Observable<In> {
  expectType('topic', topic, 'object')
  expectKnown(topic, 'filter, subscribe, unsubscribe')
  expectType('topic.subscribe', topic.subscribe, 'function')
  expectType('topic.unsubscribe', topic.unsubscribe, 'function')
  expectType('topic.filter', topic.filter, 'function')
  const subscription = new TopicSubscription(channel, topic)
  return new Observable((subscriber) => subscription.join(subscriber))
}

/** What the subscribers of one topic share: its messages, and its subscription at the peer. */
class TopicSubscription<In, Out> {
  readonly #channel: Channel<In, Out>
  readonly #topic: Topic<In, Out>
  // Copied on each change, so that a delivery in progress reaches those that were there at its start.
  #subscribers: readonly Subscriber<In>[] = []
  #sources = new Subscription()
  #isSubscribedAtPeer = false

  constructor(channel: Channel<In, Out>, topic: Topic<In, Out>) {
    this.#channel = channel
    this.#topic = topic
  }

  join(subscriber: Subscriber<In>): () => void {
    this.#subscribers = [...this.#subscribers, subscriber]
    if (this.#subscribers.length === 1) this.#begin()
    return () => {
      this.#subscribers = this.#subscribers.filter((other) => other !== subscriber)
      if (this.#subscribers.length === 0) this.#stop()
    }
  }

  /** Whether a message can be sent now, or queued for the first opening. */
  get #canSend(): boolean {
    return /^(connecting|open)$/.test(this.#channel.state) && !awaitsConnection(this.#channel)
  }

  #begin(): void {
    const sources = (this.#sources = new Subscription())
    sources.add(
      onConnected(this.#channel, () => {
        // Not on a connection that is opened only to send what was added before `close`.
        if (this.#canSend) this.#subscribeAtPeer()
      }),
    )
    sources.add(
      this.#channel.stream.subscribe({
        next: (message) => {
          this.#pass(message)
        },
        error: (error: unknown) => {
          finish(this.#subscribers, { error })
        },
        complete: () => {
          finish(this.#subscribers)
        },
      }),
    )
    if (this.#canSend) this.#subscribeAtPeer()
  }

  #stop(): void {
    this.#sources.unsubscribe()
    const isSubscribed = this.#isSubscribedAtPeer && this.#canSend
    this.#isSubscribedAtPeer = false
    if (isSubscribed) {
      reportingErrors(() => {
        this.#send(settleQuietly(this.#topic.unsubscribe()))
      })
    }
  }

  #subscribeAtPeer(): void {
    // On another connection it is not subscribed yet.
    this.#isSubscribedAtPeer = false
    try {
      this.#send(settleQuietly(this.#topic.subscribe()))
      this.#isSubscribedAtPeer = true
    } catch (error) {
      finish(this.#subscribers, { error })
    }
  }

  #send(message: Out | undefined): void {
    // The function that returned it may have closed the channel.
    if (message !== undefined && this.#canSend) this.#channel.sink.add(message)
  }

  #pass(message: In): void {
    try {
      if (!settleQuietly(this.#topic.filter(message))) return
    } catch (error) {
      finish(this.#subscribers, { error })
      return
    }
    deliver(this.#subscribers, message)
  }
}
