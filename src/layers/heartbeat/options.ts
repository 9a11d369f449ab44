import {
  amount,
  checkUnobserved,
  expectKnown,
  expectType,
} from '../../core/arguments/check-options.js'
import type { PulseSettings } from './pulse.js'

/** Options of {@link heartbeat}. `undefined` means the default, for every option. */
export interface HeartbeatOptions<In, Out> {
  /**
   * Milliseconds without anything arriving after which `message` is sent, 0 to `Infinity`. With 0 the next message is sent when the
   * last one is answered.
   *
   * @default 20_000
   */
  readonly interval?: number | undefined
  /**
   * Milliseconds after `message` within which anything has to arrive, 0 to `Infinity`; longer while bytes that were added before it
   * still leave. Else the channel ends with `KeepAliveTimeoutError`.
   *
   * @default 20_000
   */
  readonly timeout?: number | undefined
  /**
   * The message to send, or a function that returns it. None by default: then nothing is sent, and the channel ends after `interval` and
   * `timeout` in which nothing arrived.
   */
  readonly message?: Out | (() => Out) | undefined
  /** Returns whether a message is the reply to `message`. Replies are taken out of the stream. By default no message is one. */
  readonly isReply?: ((message: In) => boolean) | undefined
  /**
   * Returns what to send at once in answer to a heartbeat of the peer's, which is taken out of the stream; `undefined` for any other
   * message. Called before `isReply`. By default no message is a heartbeat of the peer's.
   */
  readonly answer?: ((message: In) => Out | undefined) | undefined
  /** What happens to messages that arrive while nobody is subscribed. By default the same as on the channel below. */
  readonly unobserved?: 'hold' | 'drop' | undefined
}

/** Checked options with their defaults. */
export interface HeartbeatSettings<In, Out> {
  readonly pulse: PulseSettings
  readonly message: Out | (() => Out) | undefined
  readonly isReply: ((message: In) => boolean) | undefined
  readonly answer: ((message: In) => Out | undefined) | undefined
  readonly unobserved: 'hold' | 'drop' | undefined
}

/**
 * Checks the options of `heartbeat`.
 *
 * @throws {TypeError} If an option has the wrong type or is unknown.
 * @throws {RangeError} If a number is out of range or a word is unknown.
 */
export function heartbeatSettings<In, Out>(
  options: HeartbeatOptions<In, Out>,
): HeartbeatSettings<In, Out> {
  expectType('options', options, 'object')
  expectKnown(options, 'answer, interval, isReply, message, timeout, unobserved')
  const { answer, isReply, message, unobserved } = options
  if (answer !== undefined) expectType('answer', answer, 'function')
  if (isReply !== undefined) expectType('isReply', isReply, 'function')
  if (unobserved !== undefined) checkUnobserved(unobserved)
  return {
    pulse: {
      interval: amount('interval', options.interval, 20_000),
      timeout: amount('timeout', options.timeout, 20_000),
      isSending: message !== undefined,
      hasReplies: isReply !== undefined,
    },
    message,
    isReply,
    answer,
    unobserved,
  }
}
