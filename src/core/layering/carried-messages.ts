import type { Consumer, FrameConsumer } from '../receiving/deliver.js'
import { frameWeigher } from '../byte-length.js'
import { type Decoder, type Holding, SKIPPED } from '../receiving/decoder.js'
import type { Weigher } from '../frame-queue.js'
import type { Carried } from './carried.js'
import type { FrameCarrier } from '../receiving/layer-handlers.js'

// Messages of a layer weigh as the frames that they came in.
const carriedWeigher: Weigher<FrameCarrier> = {
  exactly: ({ frame }) => frameWeigher.exactly(frame),
  atMost: ({ frame }) => frameWeigher.atMost(frame),
}

/** How the stream of a layer treats the messages that it carries. */
export class CarriedMessages<Low, In>
  implements Holding<In, Carried<Low, In>>, Decoder<In, Carried<Low, In>>
{
  readonly weigher: Weigher<FrameCarrier> = carriedWeigher
  readonly #decode: (message: Low) => In | typeof SKIPPED
  readonly #failed: (error: unknown) => void

  /** @param failed Ends the channel and the stream with what `decode` threw. */
  constructor(decode: (message: Low) => In | typeof SKIPPED, failed: (error: unknown) => void) {
    this.#decode = decode
    this.#failed = failed
  }

  get decoder(): this {
    return this
  }

  open(carried: Carried<Low, In>): In | typeof SKIPPED {
    try {
      return carried.open(this.#decode)
    } catch (error) {
      this.#failed(error)
      throw error
    }
  }

  consumerOf(consumer: Consumer<In>): Consumer<Carried<Low, In>> {
    return new Decoding(consumer, this)
  }

  /** Decodes, unless all consumers are iterators that do so when they are read. */
  isLeftOut(
    carried: Carried<Low, In>,
    consumers: readonly FrameConsumer<Carried<Low, In>>[],
  ): boolean {
    if (consumers.every(({ buffer, isWaiting }) => buffer && !isWaiting)) return false
    try {
      return this.open(carried) === SKIPPED
    } catch {
      // `open` has ended the stream with the error.
      return true
    }
  }
}

/** Passes decoded messages to a consumer. A layer above also receives what carried them. */
class Decoding<Low, In> implements Consumer<Carried<Low, In>> {
  readonly #consumer: Consumer<In> & { next(message: In, carried: Carried<Low, In>): void }
  readonly #messages: CarriedMessages<Low, In>

  constructor(consumer: Consumer<In>, messages: CarriedMessages<Low, In>) {
    this.#consumer = consumer
    this.#messages = messages
  }

  next(carried: Carried<Low, In>): void {
    const message = this.#messages.open(carried)
    if (message !== SKIPPED) this.#consumer.next(message, carried)
  }

  error(error: unknown): void {
    this.#consumer.error(error)
  }

  complete(): void {
    this.#consumer.complete()
  }
}
