import { expectType, outOfRange } from '../../core/arguments/check-options.js'
import {
  BufferOverflowError,
  ConnectionFailedError,
  MessageError,
  ReconnectFailedError,
} from '../../core/errors.js'
import type { ErrorBox } from '../../core/lifecycle/close-request.js'
import { messageOf } from '../../core/lifecycle/end-errors.js'
import { settleQuietly } from '../settle-quietly.js'
import type { ReconnectFailure, ReconnectSettings } from './options.js'
import { retryAfter } from './retry-after.js'

/** Why an attempt brought no connection, or how its connection ended. */
export interface AttemptFailure extends Pick<ReconnectFailure, 'error' | 'close'> {
  /** What the stream of the connection ended with; absent where it completed. */
  readonly errorBox: ErrorBox | undefined
  /**
   * Who reported it. `'connection'`: the connection, which failed to open or ended. `'rejection'`: the opener's promise, `onOpen` or
   * the timeout, after which another attempt always follows. `'misuse'`: the opener is wrong, and would be again.
   */
  readonly origin: 'connection' | 'rejection' | 'misuse'
}

/** What follows a failure: the end of the channel, or another attempt. */
export type Decision = End | Next

/** The channel ends: as the failure, or with an error that says that it gives up. */
interface End extends Pick<AttemptFailure, 'error' | 'errorBox'> {
  readonly ends: true
}

/** Another attempt follows. */
interface Next {
  readonly ends: false
  /** Milliseconds until it begins. */
  readonly delay: number
  /** Milliseconds before which no event of the page begins it. */
  readonly leastDelay: number
  /** Whether `reconnect()` asked for it, so that it does not wait for the network. */
  readonly isForced: boolean
}

/** What a decision depends on beside the failure. */
export interface Circumstances {
  /** Failed attempts in a row; 0 if the connection lasted. */
  readonly failures: number
  readonly elapsed: number
  readonly isOffline: boolean
  /** Changes when a function of the options calls `reconnect()`. */
  readonly forcing: { readonly isForced: boolean }
}

// RFC 6455 section 7.4.1 and the registry of IANA: protocol error, unsupported data, invalid payload, policy violation, message too
// big, mandatory extension, unauthorized, forbidden. 1000 is handled apart.
const FINAL_CODES = [1000, 1002, 1003, 1007, 1008, 1009, 1010, 3000, 3003]
// Request timeout, too early, too many requests (RFC 9110, 8470, 6585).
const TEMPORARY_STATUSES = [408, 425, 429]

/**
 * Decides what follows a failure.
 *
 * @throws What a function of the options threw, or `TypeError` or `RangeError` for what it returned.
 */
export function decide(
  failure: AttemptFailure,
  { failures, elapsed, isOffline, forcing }: Circumstances,
  settings: DecisionSettings,
): Decision {
  const attempt = failures + 1
  const { error, close } = failure
  const answer = settings.shouldReconnect
    ? checkAnswer(settleQuietly(settings.shouldReconnect({ error, close, attempt, elapsed })))
    : isTemporary(failure)
  if (answer === false) return { ends: true, error, errorBox: failure.errorBox }
  if (failures >= settings.maxAttempts) return giveUp(failures, error)
  const leastDelay = answer === true ? retryAfter(error) : 0
  const wanted =
    answer === true ? checkDelay('backoff', settleQuietly(settings.backoff(attempt))) : answer
  const { isForced } = forcing
  const delay = isForced ? 0 : Math.max(wanted, leastDelay)
  // Time offline is not counted, and the attempt begins as soon as that ends.
  const begin = elapsed + (isOffline ? 0 : delay)
  if (failures > 0 && begin > settings.maxElapsed) return giveUp(failures, error)
  return { ends: false, delay, leastDelay, isForced }
}

type DecisionSettings = Pick<
  ReconnectSettings<never, never>,
  'shouldReconnect' | 'backoff' | 'maxAttempts' | 'maxElapsed'
>

/** The rules: whether another attempt may succeed. */
export function isTemporary({ error, close, origin }: AttemptFailure): boolean {
  if (origin !== 'connection') return origin === 'rejection'
  if (BufferOverflowError.is(error) || MessageError.is(error)) return false
  // A connection that this side closed was meant to be replaced, whatever its code.
  if (close) return close.initiator === 'local' || !FINAL_CODES.includes(close.code)
  if (!ConnectionFailedError.is(error)) return true
  const { phase, status = 0 } = error
  if (phase === 'subprotocol') return false
  return status < 300 || status >= 500 || TEMPORARY_STATUSES.includes(status)
}

function checkAnswer(answer: unknown): boolean | number {
  if (typeof answer === 'boolean') return answer
  if (typeof answer === 'number') return checkDelay('shouldReconnect', answer)
  throw new TypeError(
    `Cannot use the result of shouldReconnect of type ${typeof answer}: use type boolean or number`,
  )
}

function checkDelay(name: string, delay: unknown): number {
  expectType(`the result of ${name}`, delay, 'number')
  if (delay >= 0) return delay
  throw outOfRange(`the result of ${name}`, delay, '0 to Infinity')
}

function giveUp(attempts: number, cause: unknown): End {
  const why = messageOf(cause)
  const times = attempts === 1 ? '1 attempt' : `${attempts} attempts`
  const message = `Reconnecting failed after ${times}${why && `: ${why}`}`
  const error = new ReconnectFailedError(message, { attempts, cause })
  return { ends: true, error, errorBox: { error } }
}
