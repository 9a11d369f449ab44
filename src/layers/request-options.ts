import {
  amount,
  checkSignal,
  checkUnobserved,
  expectKnown,
  expectType,
} from '../core/arguments/check-options.js'
import type { AbortSignalLike } from '../core/arguments/options.js'

/** Options of `requests`. */
export interface RequestOptions<In, Out, Id extends string | number = number> {
  /** Returns a request with its id. If it throws, `request` rejects with that. */
  readonly stamp: (message: Out, id: Id) => Out
  /** Returns the id of the request that a message answers; `undefined` for any other message. */
  readonly answers: (message: In) => Id | undefined
  /**
   * Returns the error that an answer stands for, which `request` rejects with; `undefined` for a success. By default every answer is a
   * success.
   */
  readonly failure?: ((answer: In) => unknown) | undefined
  /** Returns the id of the next request. By default 1, 2, 3, ... The last 10,000 ids are remembered. */
  readonly nextId?: (() => Id) | undefined
  /**
   * Milliseconds from the call of `request` within which the answer has to arrive. `Infinity` is no limit, 0 the next turn.
   *
   * @default 30_000
   */
  readonly timeout?: number | undefined
  /** What happens to other messages that arrive while nobody is subscribed. By default the same as on the channel below. */
  readonly unobserved?: 'hold' | 'drop' | undefined
}

/** Options of one call of `request`. */
export interface RequestCallOptions {
  /**
   * Milliseconds from the call within which the answer has to arrive. `Infinity` is no limit, 0 the next turn. By default the option of
   * the layer.
   */
  readonly timeout?: number | undefined
  /** Rejects with its reason when it is aborted. None by default. */
  readonly signal?: AbortSignalLike | undefined
}

/**
 * Checks the options of `requests`.
 *
 * @throws {TypeError} If an option is missing, unknown or has the wrong type.
 * @throws {RangeError} If a number is out of range or a word is unknown.
 */
export function checkRequestOptions<In, Out, Id extends string | number>(
  options: RequestOptions<In, Out, Id>,
): void {
  expectType('options', options, 'object')
  expectKnown(options, 'answers, failure, nextId, stamp, timeout, unobserved')
  const { answers, failure, nextId, stamp, timeout, unobserved } = options
  expectType('answers', answers, 'function')
  expectType('stamp', stamp, 'function')
  if (failure !== undefined) expectType('failure', failure, 'function')
  if (nextId !== undefined) expectType('nextId', nextId, 'function')
  amount('timeout', timeout, 0)
  if (unobserved !== undefined) checkUnobserved(unobserved)
}

/**
 * Checks the options of one call of `request`.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If the timeout is out of range.
 */
export function checkCallOptions(options: RequestCallOptions): void {
  expectType('options', options, 'object')
  amount('timeout', options.timeout, 0)
  if (options.signal !== undefined) checkSignal(options.signal)
}
