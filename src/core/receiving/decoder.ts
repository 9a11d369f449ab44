import type { Consumer, FrameConsumer } from './deliver.js'
import type { Weigher } from '../frame-queue.js'

/** The result of decoding a message that is left out. */
export const SKIPPED: unique symbol = /* @__PURE__ */ Symbol('skipped')

/** How a stream treats what it holds. */
export interface Holding<T, Held> {
  readonly weigher: Weigher<Held>
  /** Absent where messages are held as they are. */
  readonly decoder?: Decoder<T, Held>
}

/** Decodes what a stream holds, for its consumers. */
export interface Decoder<T, Held> {
  /** Decodes, the same at every call. What it throws is what the stream ends with. */
  open(held: Held): T | typeof SKIPPED
  /** Makes a consumer of what is held from one of decoded messages. */
  consumerOf(consumer: Consumer<T>): Consumer<Held>
  /** Whether a message is not to be delivered, because it is left out or has ended the stream. */
  isLeftOut(held: Held, consumers: readonly FrameConsumer<Held>[]): boolean
}
