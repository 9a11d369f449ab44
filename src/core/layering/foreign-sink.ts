import type { Unsubscribable } from 'rxjs'
import type { Channel, ChannelSink, CloseInfo } from '../channel.js'
import { markAsHandled } from '../handled.js'
import { endError } from '../lifecycle/end-errors.js'
import { type Pace, pullSource, type StreamSource } from '../sending/pull-source.js'
import type { CoreSink } from './channel-core.js'

/** The sink of a channel that is not one of this library, with the one method more that layers need. */
export class ForeignSink<Out> implements CoreSink<Out> {
  readonly #channel: Pick<Channel<unknown, Out>, 'closed'>
  readonly #sink: ChannelSink<Out>

  constructor(channel: Channel<unknown, Out>) {
    this.#channel = channel
    this.#sink = channel.sink
  }

  get bufferedAmount(): number {
    return this.#sink.bufferedAmount
  }

  get highWaterMark(): number {
    return this.#sink.highWaterMark
  }

  get ready(): Promise<void> {
    return this.#sink.ready
  }

  get done(): Promise<void> {
    return this.#sink.done
  }

  add(value: Out): void {
    this.#sink.add(value)
  }

  next(value: Out): void {
    this.#sink.next(value)
  }

  addStream(source: StreamSource<Out>): Promise<void> {
    return this.#sink.addStream(source)
  }

  addFrom<Value>(source: StreamSource<Value>, add: (value: Value) => void): Promise<void> {
    return markAsHandled(this.#pull(source, add))
  }

  addError(error: unknown): void {
    this.#sink.addError(error)
  }

  error(error: unknown): void {
    this.#sink.error(error)
  }

  close(code?: number, reason?: string): Promise<CloseInfo> {
    return this.#sink.close(code, reason)
  }

  complete(): void {
    this.#sink.complete()
  }

  async #pull<Value>(source: StreamSource<Value>, add: (value: Value) => void): Promise<void> {
    const sink = this.#sink
    const pace: Pace = {
      get isReady() {
        return sink.bufferedAmount < sink.highWaterMark || sink.bufferedAmount === 0
      },
      get ready() {
        return sink.ready
      },
    }
    const subscriptions = new Set<Unsubscribable>()
    const ended = this.#channel.closed.then((info) => {
      for (const subscription of subscriptions) subscription.unsubscribe()
      return info
    })
    const isComplete = await pullSource(source, { add, pace }, subscriptions)
    if (!isComplete) throw endError(await ended, undefined)
    await sink.ready
  }
}
