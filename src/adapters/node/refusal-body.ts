import type { IncomingMessage } from 'node:http'
import { startTimer, type Timer } from '../../core/lifecycle/timer.js'

const MAX_BYTES = 1_024
// Milliseconds. A server may announce a body and never send it.
const PATIENCE = 1_000

/** Reads the beginning of the body of an answer: at most 1 KiB of UTF-8, and what arrives within a second. */
export class RefusalBody {
  readonly #response: IncomingMessage
  readonly #finished: () => void
  readonly #decoder = new TextDecoder()
  readonly #timer: Timer | undefined
  #text = ''
  #bytes = 0

  /** @param finished Called once, in a later turn of the event loop, unless `stop` is called before. */
  constructor(response: IncomingMessage, finished: () => void) {
    this.#response = response
    this.#finished = finished
    this.#timer = startTimer(PATIENCE, this.#finish)
    response.on('data', this.#take).on('end', this.#finish)
    response.on('error', this.#finish).on('close', this.#finish)
  }

  /** What has been read. */
  get text(): string {
    return this.#text
  }

  stop(): void {
    const response = this.#response
    clearTimeout(this.#timer)
    response.off('data', this.#take).off('end', this.#finish)
    response.off('error', this.#finish).off('close', this.#finish)
  }

  readonly #take = (chunk: Uint8Array): void => {
    const part = chunk.subarray(0, MAX_BYTES - this.#bytes)
    this.#bytes += part.length
    // `stream` leaves out a character that is cut at the end.
    this.#text += this.#decoder.decode(part, { stream: true })
    if (this.#bytes === MAX_BYTES) this.#finish()
  }

  readonly #finish = (): void => {
    this.stop()
    this.#finished()
  }
}
