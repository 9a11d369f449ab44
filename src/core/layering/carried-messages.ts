import type { Consumer, FrameConsumer } from '../receiving/deliver.js'
import { frameWeigher } from '../byte-length.js'
import { type Decoder, type Holding, SKIPPED } from '../receiving/decoder.js'
import type { Weigher } from '../frame-queue.js'
import { Carried, frameOf } from './carried.js'
import type { FrameCarrier } from '../receiving/layer-handlers.js'

/** What the stream of a layer holds: a message as it came from below, in a `Carried` if it is to be decoded or was decoded below. */
export type Held<Low, In> = Low | Carried<Low, In>

// Messages of a layer weigh as the frames that they came in.
const heldWeigher: Weigher<unknown> = {
  exactly: (held) => frameWeigher.exactly(frameOf(held)),
  atMost: (held) => frameWeigher.atMost(frameOf(held)),
}

/** How the stream of a layer holds messages when nothing is decoded there or below. */
export const AS_THEY_ARE: { readonly weigher: Weigher<unknown> } = { weigher: heldWeigher }

/** How the stream of a layer treats the messages that it carries. */
export class CarriedMessages<Low, In>
  implements Holding<In, Held<Low, In>>, Decoder<In, Held<Low, In>>
{
  readonly weigher: Weigher<unknown> = heldWeigher
  readonly #decode: ((message: Low) => In | typeof SKIPPED) | undefined
  readonly #failed: (error: unknown) => void

  /**
   * @param decode Absent in a layer whose messages are those from below.
   * @param failed Ends the channel and the stream with what `decode` threw.
   */
  constructor(
    decode?: (message: Low) => In | typeof SKIPPED,
    failed: (error: unknown) => void = neverFails,
  ) {
    this.#decode = decode
    this.#failed = failed
  }

  get decoder(): this {
    return this
  }

  /** @param source What a layer below decoded the message from. */
  hold(message: Low, source: FrameCarrier | undefined): Held<Low, In> {
    if (this.#decode || source) return new Carried(message, source)
    // A queue cannot hold `undefined`, which a channel that users made may deliver.
    return message === undefined ? new Carried(message, source) : message
  }

  open(held: Held<Low, In>): In | typeof SKIPPED {
    if (!(held instanceof Carried)) return held as unknown as In
    try {
      return held.open(this.#decode)
    } catch (error) {
      this.#failed(error)
      throw error
    }
  }

  consumerOf(consumer: Consumer<In>): Consumer<Held<Low, In>> {
    return new Decoding(consumer, this)
  }

  /** Decodes, unless all consumers are iterators that do so when they are read. */
  isLeftOut(held: Held<Low, In>, consumers: readonly FrameConsumer<Held<Low, In>>[]): boolean {
    if (!this.#decode) return false
    if (consumers.every(({ buffer, isWaiting }) => buffer && !isWaiting)) return false
    try {
      return this.open(held) === SKIPPED
    } catch {
      // `open` has ended the stream with the error.
      return true
    }
  }
}

/** Passes decoded messages to a consumer. A layer above also receives what carried them. */
class Decoding<Low, In> implements Consumer<Held<Low, In>> {
  readonly #consumer: Consumer<In> & { next(message: In, source: FrameCarrier | undefined): void }
  readonly #messages: CarriedMessages<Low, In>

  constructor(consumer: Consumer<In>, messages: CarriedMessages<Low, In>) {
    this.#consumer = consumer
    this.#messages = messages
  }

  next(held: Held<Low, In>): void {
    const message = this.#messages.open(held)
    if (message !== SKIPPED) {
      this.#consumer.next(message, held instanceof Carried ? held : undefined)
    }
  }

  error(error: unknown): void {
    this.#consumer.error(error)
  }

  complete(): void {
    this.#consumer.complete()
  }
}

function neverFails(): void {
  // Nothing is decoded.
}
