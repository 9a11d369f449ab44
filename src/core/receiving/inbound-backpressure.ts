import type { FrameQueue } from '../frame-queue.js'
import type { FrameConsumer } from './frame-iterator.js'
import type { StreamPort } from './stream-port.js'

/** Pauses an open socket while an iterator has more than `highWaterMark` bytes buffered: guarantee 10. */
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
  grow<T>(buffer: FrameQueue<T>): void {
    const limit = this.#highWaterMark
    if (this.#isPaused || buffer.weigh(limit) <= limit) return
    const { lifecycle, socket } = this.#port
    if (lifecycle.name !== 'open') return
    this.#isPaused = true
    this.pauses++
    socket?.pause?.()
  }

  /** Resumes a paused socket unless a buffer is still full. */
  shrink<T>(consumers: readonly FrameConsumer<T>[]): void {
    if (!this.#isPaused) return
    const { lifecycle, socket } = this.#port
    const limit = this.#highWaterMark
    const isFull = consumers.some(({ buffer }) => buffer && buffer.weigh(limit) > limit)
    if (isFull && lifecycle.name === 'open') return
    this.#isPaused = false
    socket?.resume?.()
  }
}
