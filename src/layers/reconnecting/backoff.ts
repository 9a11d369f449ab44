import { amount, expectKnown, expectType, outOfRange } from '../../core/arguments/check-options.js'

/** Options of {@link exponentialBackoff}. */
export interface BackoffOptions {
  /**
   * Milliseconds before the first attempt, 0 to `Infinity`.
   *
   * @default 500
   */
  readonly initial?: number | undefined
  /**
   * By what the delay grows from each attempt to the next, from 1.
   *
   * @default 2
   */
  readonly factor?: number | undefined
  /**
   * Milliseconds that no delay exceeds, 0 to `Infinity`.
   *
   * @default 30_000
   */
  readonly max?: number | undefined
  /**
   * `'full'` takes a random delay between 0 and the computed one, so that the clients of a restarted server do not come back
   * all at once. `'none'` takes the computed one, for tests.
   *
   * @default 'full'
   */
  readonly jitter?: 'full' | 'none' | undefined
  /**
   * Returns a random number from 0 to below 1. It is not called without jitter.
   *
   * @default Math.random
   */
  readonly random?: (() => number) | undefined
}

/**
 * Returns a function for the option `backoff`: the delay before attempt n is `initial * factor ** (n - 1)`, at most `max`, and
 * with jitter a random part of that.
 *
 * @param options The delays in milliseconds, and how they grow.
 * @throws {TypeError} If an option has the wrong type or is unknown.
 * @throws {RangeError} If a number is out of range or a word is unknown.
 */
export function exponentialBackoff(options: BackoffOptions = {}): (attempt: number) => number {
  expectType('options', options, 'object')
  expectKnown(options, 'factor, initial, jitter, max, random')
  const initial = amount('initial', options.initial, 500)
  const factor = amount('factor', options.factor, 2)
  const max = amount('max', options.max, 30_000)
  const { jitter = 'full', random = Math.random } = options
  if (factor < 1) throw outOfRange('factor', factor, '1 to Infinity')
  expectType('jitter', jitter, 'string')
  if (!/^(full|none)$/.test(jitter)) throw outOfRange('jitter', `"${jitter}"`, '"full" or "none"')
  expectType('random', random, 'function')
  return (attempt) => {
    // 0 times an infinite power is not a number.
    const delay = initial === 0 ? 0 : Math.min(max, initial * factor ** (attempt - 1))
    return jitter === 'none' ? delay : Math.min(delay, Number.MAX_VALUE) * random()
  }
}
