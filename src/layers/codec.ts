import { expectType } from '../core/arguments/check-options.js'
import type { Channel, Layer } from '../core/channel.js'
import { MessageError } from '../core/errors.js'
import type { Frame, Sendable } from '../core/frame.js'
import type { Encoder } from '../core/layering/layered-sink.js'
import { layered } from '../core/layering/layered-channel.js'
import { type CodecOptions, checkCodecOptions, decoding } from './decoding.js'
import { settleQuietly } from './settle-quietly.js'

/** Translates between the messages of an application and those of the channel below. */
export interface Codec<In, Out, LowIn = Frame, LowOut = Sendable> {
  /**
   * Returns what is sent for a value. If it throws, `add` throws a `MessageError` with that `cause`.
   *
   * @param value What was added.
   */
  encode(value: Out): LowOut
  /**
   * Returns the value that a message stands for. If it throws, the message is invalid.
   *
   * @param message A message of the channel below.
   */
  decode(message: LowIn): In
}

/**
 * Makes a channel of an application's messages from one of frames. Each message is decoded once, when somebody takes it,
 * however many subscribe. `add` encodes in the call.
 *
 * @param codec How values become messages, and messages values.
 * @param options What happens to invalid messages, and to those that arrive while nobody is subscribed.
 * @throws {TypeError} If an argument or option has the wrong type, or an option is unknown.
 * @throws {RangeError} If an option is an unknown word.
 */
export function codec<In, Out, LowIn = Frame, LowOut = Sendable>(
  codec: Codec<In, Out, LowIn, LowOut>,
  options: CodecOptions = {},
): Layer<Channel<LowIn, LowOut>, Channel<In, Out>> {
  expectType('codec', codec, 'object')
  const { encode: encodes, decode: decodes } = codec as Partial<
    Record<keyof Codec<never, never>, unknown>
  >
  expectType('codec.encode', encodes, 'function')
  expectType('codec.decode', decodes, 'function')
  checkCodecOptions(options)
  const decode = decoding((message: LowIn) => decodeWith(codec, message), options.invalid)
  const encoder: Encoder<Out, LowOut> = {
    parts: [codec],
    encode: (value) => encodeWith(codec, value),
  }
  return (channel) => layered(channel, { unobserved: options.unobserved, decode, encoder })
}

function decodeWith<In, LowIn>(
  codec: Pick<Codec<In, never, LowIn, unknown>, 'decode'>,
  message: LowIn,
): In {
  try {
    return codec.decode(message)
  } catch (cause) {
    throw new MessageError('Cannot decode message: the codec threw', { data: message, cause })
  }
}

function encodeWith<Out, LowOut>(
  codec: Pick<Codec<unknown, Out, never, LowOut>, 'encode'>,
  value: Out,
): LowOut {
  try {
    // If the result is a promise, the sink below refuses it.
    return settleQuietly(codec.encode(value))
  } catch (cause) {
    throw new MessageError('Cannot encode message: the codec threw', { data: value, cause })
  }
}
