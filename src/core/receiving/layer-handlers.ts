import type { Consumer } from './deliver.js'
import type { Frame } from '../frame.js'

/** A message of a layer, with the frame that it came in. */
export interface FrameCarrier {
  /** Its bytes count while the message is held. A message that never was a frame weighs as little as an empty one. */
  readonly frame: Frame
}

/** What a layer receives from the channel below, as one of the consumers of its stream. */
export interface LayerHandlers<T> extends Consumer<T> {
  /**
   * Receives a message.
   *
   * @param source What a layer below decoded the message from; its size counts while the message is held.
   */
  next(message: T, source?: FrameCarrier): void
  /** `close` or `abort` was called: nothing more is delivered (guarantee 11). Called again by each such call. */
  discarded(): void
  /** The lifecycle has changed: opened, closing, or closed. */
  changed(): void
  /** This side has paused the socket at the bottom, or resumed it. */
  pauseChanged?(): void
  /** A message arrived that a layer below took out of the stream. */
  arrived?(): void
  /** Over a reconnecting channel: the connection was lost. */
  lost(error: unknown): void
  /** Over a reconnecting channel: another connection is open, and what was queued is sent after this call. */
  connected(): void
}
