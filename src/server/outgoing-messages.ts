import { SharedMessage } from '../adapters/node/fast-path/shared-message.js'
import { attempt } from '../core/attempt.js'
import type { ChannelSink } from '../core/channel.js'
import type { Sendable } from '../core/frame.js'
import { type Encoder, encodedRefusal } from '../core/layering/layered-sink.js'
import { checkSendable, isBlob } from '../core/sending/sendable.js'
import { type AnySink, lowerOf } from './bottom-of.js'

/** A message for one channel, encoded. */
export interface Outgoing {
  /** The sink below all layers. */
  readonly sink: ChannelSink<unknown>
  readonly message: unknown
  /** The same message with a frame that connections share; absent if they cannot. */
  readonly shared: SharedMessage | undefined
}

/** A value that one encoder has encoded. */
interface Encoded {
  readonly value: unknown
  readonly parts: readonly unknown[]
  readonly message: unknown
}

/** A message as it is given to sinks without layers. */
interface Checked {
  readonly message: unknown
  readonly shared: SharedMessage | undefined
  /** Why a connection cannot send it. */
  readonly refusal: unknown
}

/** One message for many channels: encoded and checked once for all that encode alike. */
export class OutgoingMessages {
  readonly #data: unknown
  readonly #encoded: Encoded[] = []
  readonly #checked: Checked[] = []

  constructor(data: unknown) {
    this.#data = data
  }

  /**
   * Encodes the message for a sink.
   *
   * @throws {TypeError} If it cannot be sent.
   * @throws {MessageError} If it cannot be encoded.
   */
  prepare(sink: ChannelSink<never>): Outgoing {
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
    const present = attempt(() => sink.presentSink)
    // Only to find out whether it can: a reconnecting channel encodes for the connection that it then has.
    if (present) this.#prepare(present, message)
    const { refusal, shared } = this.#check(message)
    if (refusal && 'isFlushed' in sink) {
      throw isEncoded ? encodedRefusal(message, refusal) : refusal
    }
    return { sink, message, shared }
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

  #check(message: unknown): Checked {
    let checked = this.#checked.find((other) => Object.is(other.message, message))
    if (!checked) this.#checked.push((checked = check(message)))
    return checked
  }
}

function check(message: unknown): Checked {
  let sendable: Sendable
  try {
    sendable = checkSendable(message)
  } catch (refusal) {
    return { message, refusal, shared: undefined }
  }
  const shared = isBlob(sendable) ? undefined : new SharedMessage(sendable)
  return { message, refusal: undefined, shared }
}
