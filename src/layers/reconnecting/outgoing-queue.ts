import { byteLength, frameWeigher } from '../../core/byte-length.js'
import { BufferOverflowError } from '../../core/errors.js'
import type { Sendable } from '../../core/frame.js'
import { FrameQueue, type Weigher } from '../../core/frame-queue.js'
import { isSendable, snapshot } from '../../core/sending/sendable.js'
import type { ReconnectSettings } from './options.js'

// Bytes that a message counts whose size on the wire is not known: a layer below encodes it.
const OTHER_MESSAGE = 1024

const messageWeigher: Weigher<unknown> = {
  exactly: weightOf,
  atMost: (message) => (isFrame(message) ? frameWeigher.atMost(message) : OTHER_MESSAGE),
}

/** The bytes that a message counts. */
export function weightOf(message: unknown): number {
  return isFrame(message) ? byteLength(message) : OTHER_MESSAGE
}

// Messages are queued in boxes, because they may be any value.
const boxWeigher: Weigher<{ readonly message: unknown }> = {
  exactly: ({ message }) => messageWeigher.exactly(message),
  atMost: ({ message }) => messageWeigher.atMost(message),
}

/** What was added while there is no connection, in order, within a limit. */
export class OutgoingQueue<Out> {
  readonly #messages = new FrameQueue<{ readonly message: Out }>(boxWeigher)
  readonly #settings: ReconnectSettings<never, never>['queue']

  constructor(settings: ReconnectSettings<never, never>['queue']) {
    this.#settings = settings
  }

  get length(): number {
    return this.#messages.length
  }

  get bytes(): number {
    return this.#messages.bytes
  }

  /**
   * Adds a message; binary data is copied.
   *
   * @throws {BufferOverflowError} If there is no room and the overflow is `'throw'`.
   * @throws {TypeError} If it is binary data that cannot be read.
   */
  add(message: Out): void {
    const item = { message: isSendable(message) ? (snapshot(message) as Out) : message }
    const { maxBytes: limit, overflow } = this.#settings
    // A message that would not fit into an empty queue does not cost the others their place.
    if (overflow === 'drop-oldest' && weightOf(item.message) <= limit) {
      while (this.#exceeds(limit, item)) this.#messages.shift()
    }
    if (!this.#exceeds(limit, item)) this.#messages.push(item)
    else if (overflow === 'throw') throw overflowError(limit, this.#messages.weigh(limit, item))
  }

  /** Removes the first message, and returns it in a box, because it may be any value. */
  shift(): { readonly message: Out } | undefined {
    return this.#messages.shift()
  }

  #exceeds(limit: number, item: { readonly message: Out }): boolean {
    return this.#messages.weigh(limit, item) > limit
  }
}

function isFrame(message: unknown): message is Sendable {
  return typeof message === 'string' || isSendable(message)
}

function overflowError(limit: number, actual: number): BufferOverflowError {
  const message = `Cannot queue ${actual} bytes without a connection: queue.maxBytes is ${limit}`
  return new BufferOverflowError(message, { limit, actual })
}
