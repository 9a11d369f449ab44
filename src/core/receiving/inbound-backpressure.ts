import type { FrameConsumer } from './frame-iterator.js'
import type { StreamPort } from './stream-port.js'

/** Pauses an open socket while an iterator has more than `highWaterMark` bytes buffered: guarantee 10. */
export class InboundBackpressure {
  readonly #port: StreamPort
  readonly #highWaterMark: number
  #isPaused = false

  constructor(port: StreamPort, highWaterMark: number) {
    this.#port = port
    this.#highWaterMark = highWaterMark
  }

  get isPaused(): boolean {
    return this.#isPaused
  }

  /** Compares the buffers with the limit; the fullest one decides. */
  update<T>(consumers: readonly FrameConsumer<T>[]): void {
    const { lifecycle, socket } = this.#port
    const isFull =
      lifecycle.name === 'open' &&
      consumers.some(({ buffer }) => buffer && buffer.weight() > this.#highWaterMark)
    if (isFull === this.#isPaused) return
    this.#isPaused = isFull
    if (isFull) socket?.pause?.()
    else socket?.resume?.()
  }
}
