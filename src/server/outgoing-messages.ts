import { SharedMessage } from '../adapters/node/fast-path/shared-message.js'
import type { Sendable } from '../core/frame.js'
import { type Encoder, encodedRefusal } from '../core/layering/layered-sink.js'
import { checkSendable, isBlob } from '../core/sending/sendable.js'
import { type AnySink, lowerOf, presentOf } from './bottom-of.js'

/** A message as it is given to the sinks below all layers; the same object for all that get the same message. */
export interface Outgoing {
  readonly message: unknown
  /** The same message with a frame that connections share; absent if they cannot. */
  readonly shared: SharedMessage | undefined
  /** Why a connection cannot send it. */
  readonly refusal: unknown
}

/** A value that one encoder has encoded. */
interface Encoded {
  readonly value: unknown
  readonly parts: readonly unknown[]
  readonly message: unknown
}

/** One message for many channels: encoded and checked once for all that encode alike. */
export class OutgoingMessages {
  readonly #data: unknown
  readonly #encoded: Encoded[] = []
  readonly #outgoing: Outgoing[] = []

  constructor(data: unknown) {
    this.#data = data
  }

  /**
   * Encodes the message for a sink.
   *
   * @throws {TypeError} If it cannot be sent.
   * @throws {MessageError} If it cannot be encoded.
   */
  prepare(sink: AnySink): Outgoing {
    return this.#prepare(sink, this.#data)
  }

  #prepare(top: AnySink, data: unknown): Outgoing {
    let [sink, message, isEncoded] = [top, data, false]
    for (let lower = lowerOf(sink); lower; lower = lowerOf(sink)) {
      if (sink.encoder) {
        message = this.#encode(sink.encoder, message)
        isEncoded = true
      }
      sink = lower
    }
    const present = presentOf(sink)
    // Only to find out whether it can: a reconnecting channel encodes for the connection that it then has.
    if (present) this.#prepare(present, message)
    const outgoing = this.#check(message)
    const { refusal } = outgoing
    if (refusal && 'isFlushed' in sink) {
      throw isEncoded ? encodedRefusal(message, refusal) : refusal
    }
    return outgoing
  }

  #encode(encoder: Encoder<unknown, unknown>, value: unknown): unknown {
    const { parts } = encoder
    const found = this.#encoded.find((encoded) => {
      return (
        Object.is(encoded.value, value) &&
        parts.every((part, index) => part === encoded.parts[index])
      )
    })
    if (found) return found.message
    const message = encoder.encode(value)
    this.#encoded.push({ value, parts, message })
    return message
  }

  #check(message: unknown): Outgoing {
    let found = this.#outgoing.find((other) => Object.is(other.message, message))
    if (!found) this.#outgoing.push((found = check(message)))
    return found
  }
}

function check(message: unknown): Outgoing {
  let sendable: Sendable
  try {
    sendable = checkSendable(message)
  } catch (refusal) {
    return { message, refusal, shared: undefined }
  }
  const shared = isBlob(sendable) ? undefined : new SharedMessage(sendable)
  return { message, refusal: undefined, shared }
}
