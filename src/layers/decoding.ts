import {
  checkUnobserved,
  expectKnown,
  expectType,
  outOfRange,
} from '../core/arguments/check-options.js'
import { MessageError } from '../core/errors.js'
import { SKIPPED } from '../core/receiving/decoder.js'

/**
 * What happens when a message is invalid.
 *
 * @inline
 */
export type Invalid = 'fail' | 'skip' | ((error: MessageError) => void)

/** Options of {@link codec} and {@link json}. */
export interface CodecOptions {
  /**
   * What happens when a message cannot be decoded or is not valid. `'fail'` ends the channel with a `MessageError`. `'skip'`
   * leaves the message out. A function is called once with the error, and the message is left out; what it throws ends the
   * channel.
   *
   * @default 'fail'
   */
  readonly invalid?: Invalid | undefined
  /** What happens to messages that arrive while nobody is subscribed. By default the same as on the channel below. */
  readonly unobserved?: 'hold' | 'drop' | undefined
}

/**
 * Handles the `MessageError` of a decoder as the option `invalid` says. Everything else that it throws ends the channel.
 */
export function decoding<Low, In>(
  decode: (message: Low) => In,
  invalid: Invalid = 'fail',
): (message: Low) => In | typeof SKIPPED {
  if (invalid === 'fail') return decode
  return (message) => {
    try {
      return decode(message)
    } catch (error) {
      if (!(error instanceof MessageError)) throw error
      if (invalid !== 'skip') invalid(error)
      return SKIPPED
    }
  }
}

/**
 * Checks the options of `codec`, and that there are no unknown ones.
 *
 * @param more Names of options that only this caller has, each after a comma.
 *
 * @throws {TypeError} If an option has the wrong type or is unknown.
 * @throws {RangeError} If it is an unknown word.
 */
export function checkCodecOptions(options: CodecOptions, more = ''): void {
  expectType('options', options, 'object')
  expectKnown(options, `invalid, unobserved${more}`)
  const { invalid, unobserved } = options
  if (typeof invalid === 'string' && !/^(fail|skip)$/.test(invalid)) {
    throw outOfRange('invalid', `"${invalid}"`, '"fail", "skip" or a function')
  }
  if (invalid !== undefined && typeof invalid !== 'string') {
    expectType('invalid', invalid, 'function')
  }
  if (unobserved !== undefined) checkUnobserved(unobserved)
}
