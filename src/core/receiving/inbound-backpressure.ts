import { attempt } from '../attempt.js'
import type { FrameQueue } from '../frame-queue.js'
import type { FrameConsumer } from './deliver.js'
import type { StreamLayers } from './stream-layers.js'
import type { StreamPort } from './stream-port.js'

/** Pauses an open socket while an iterator, here or in a layer, has more than `highWaterMark` bytes buffered: guarantee 10. */
export class InboundBackpressure {
  /** How often the socket was paused. */
  pauses = 0
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

  /** Pauses the socket if a buffer that has grown is full. */
  grow<T>(buffer: FrameQueue<T>, layers?: StreamLayers<never>): void {
    const limit = this.#highWaterMark
    if (this.#isPaused || buffer.weigh(limit) <= limit || layers?.isReading) return
    const { lifecycle, socket } = this.#port
    if (lifecycle.name !== 'open') return
    this.#isPaused = true
    this.pauses++
    socket?.pause?.()
    layers?.pauseChanged()
  }

  /** Compares all buffers with the limit; the fullest one decides, unless a layer does. */
  update<T>(consumers: readonly FrameConsumer<T>[], layers?: StreamLayers<never>): void {
    const { lifecycle, socket } = this.#port
    const isFull = lifecycle.name === 'open' && this.#isAnyFull(consumers, layers)
    if (isFull === this.#isPaused) return
    this.#isPaused = isFull
    if (isFull) {
      this.pauses++
      socket?.pause?.()
    } else {
      // What it throws must not keep a channel from ending.
      attempt(() => socket?.resume?.())
    }
    layers?.pauseChanged()
  }

  #isAnyFull<T>(consumers: readonly FrameConsumer<T>[], layers?: StreamLayers<never>): boolean {
    if (layers?.isReading) return false
    const limit = this.#highWaterMark
    return (
      layers?.isPausing === true ||
      consumers.some(({ buffer }) => buffer && buffer.weigh(limit) > limit)
    )
  }
}
