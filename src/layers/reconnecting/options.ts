import {
  amount,
  channelSettings,
  expectKnown,
  expectType,
  outOfRange,
  type Settings,
} from '../../core/arguments/check-options.js'
import type { AbortSignalLike, ChannelOptions } from '../../core/arguments/options.js'
import type { Channel, CloseInfo } from '../../core/channel.js'
import { exponentialBackoff } from './backoff.js'
import type { EventTargetLike } from './network.js'

/** The platform's `AbortSignal` where the project has a type for it. */
export type AttemptSignal = typeof globalThis extends {
  readonly AbortSignal: { readonly prototype: infer Signal extends AbortSignalLike }
}
  ? Signal
  : AbortSignalLike

/** One attempt to open a connection. */
export interface Attempt {
  /** Its number: 1 for the first, and again for the first after a connection that lasted. */
  readonly number: number
  /** Why the last attempt failed, or the last connection was lost; `undefined` at first, and after `reconnect()` replaced an open one. */
  readonly error: unknown
  /** How the last connection was closed; `undefined` if there was none that opened. */
  readonly close: CloseInfo | undefined
  /**
   * Milliseconds for the option `connectTimeout` of `connect`: from 20,000 to 75,000, more with each attempt. Firefox delays
   * connections to a server that failed by up to 60 seconds, and a shorter timeout would end each of them.
   */
  readonly connectTimeout: number
  /** Is aborted when the attempt fails, when its connection is replaced, and by `abort`; for `fetch` and for `connect`. */
  readonly signal: AttemptSignal
}

/** Why there is no connection. */
export interface ReconnectFailure {
  /** Why the attempt failed or the connection was lost. */
  readonly error: unknown
  /** How the connection was closed; `undefined` if none was open. */
  readonly close: CloseInfo | undefined
  /** The number of the attempt that would come. */
  readonly attempt: number
  /** Milliseconds since the last connection was lost, or since the call; time offline is not counted. */
  readonly elapsed: number
}

/** What is added while there is no connection. */
export interface ReconnectQueue {
  /**
   * Bytes that may be queued, 0 to `Infinity`. Text, buffers, views and Blobs count their bytes, any other message 1,024.
   *
   * @default 1_048_576
   */
  readonly maxBytes?: number | undefined
  /**
   * What happens to a message beyond that: `add` throws `BufferOverflowError` and the channel goes on, or the oldest messages are
   * dropped for it, or it is dropped itself.
   *
   * @default 'throw'
   */
  readonly overflow?: 'throw' | 'drop-oldest' | 'drop-newest' | undefined
}

/** Options of {@link reconnecting}. Those of a channel are of the channel as a whole. `undefined` means the default, for every option. */
export interface ReconnectOptions<In, Out> extends Omit<ChannelOptions, 'keepAlive'> {
  /**
   * Returns the milliseconds before an attempt. `Infinity` waits for an event of the page or `reconnect()`.
   *
   * @default exponentialBackoff()
   */
  readonly backoff?: ((attempt: number) => number) | undefined
  /**
   * Milliseconds that a connection must last before attempts count from 1 again, 0 to `Infinity`.
   *
   * @default 5_000
   */
  readonly minUptime?: number | undefined
  /**
   * Failed attempts in a row, from 1, after which the channel ends with `ReconnectFailedError`. An attempt whose connection ends
   * before `minUptime` has failed.
   *
   * @default Infinity
   */
  readonly maxAttempts?: number | undefined
  /**
   * Milliseconds since the last connection was lost, or since the call, 0 to `Infinity`; time offline is not counted. If an attempt
   * fails and the next one would begin later, the channel ends with `ReconnectFailedError`.
   *
   * @default Infinity
   */
  readonly maxElapsed?: number | undefined
  /**
   * Milliseconds of wall clock for one attempt: the opener, the opening handshake and `onOpen`. Then it fails with a
   * `ConnectionFailedError` of phase `'timeout'`. `0` and `Infinity` mean no limit.
   *
   * @default 90_000
   */
  readonly attemptTimeout?: number | undefined
  /**
   * Decides, in place of the rules, whether another attempt follows; a number is its delay in milliseconds. Not asked after your own
   * `close`, `abort` or signal. By default the rules of the guide on reconnecting decide.
   */
  readonly shouldReconnect?: ((failure: ReconnectFailure) => boolean | number) | undefined
  /** What is added while there is no connection. By default the defaults of {@link ReconnectQueue}. */
  readonly queue?: ReconnectQueue | undefined
  /**
   * Called with each connection before the queue is sent: authenticates, or asks for what was missed. If its promise rejects, the
   * attempt has failed, and no message of that connection is in `stream`. What it reads of `connection.stream` is not in the
   * channel's `stream`. Nothing is called by default.
   */
  readonly onOpen?:
    ((connection: Channel<In, Out>, attempt: Attempt) => void | PromiseLike<void>) | undefined
  /**
   * A target of the events `online`, `offline`, `visibilitychange`, `pageshow` and `resume`. By default those of the page; `false`
   * is none.
   */
  readonly network?: EventTargetLike | false | undefined
}

/** Checked options with their defaults. */
export interface ReconnectSettings<In, Out> {
  readonly channel: Settings
  readonly backoff: (attempt: number) => number
  readonly minUptime: number
  readonly maxAttempts: number
  readonly maxElapsed: number
  /** `Infinity` for none. */
  readonly attemptTimeout: number
  readonly shouldReconnect: ((failure: ReconnectFailure) => boolean | number) | undefined
  readonly queue: Required<ReconnectQueue> & { readonly maxBytes: number }
  readonly onOpen: ReconnectOptions<In, Out>['onOpen']
  readonly network: EventTargetLike | false | undefined
}

const KNOWN =
  'attemptTimeout, backoff, closeTimeout, highWaterMark, maxAttempts, maxElapsed, maxHeldBytes, minUptime, network, onOpen, ' +
  'queue, shouldReconnect, signal, unobserved'

/**
 * Checks the options of `reconnecting`.
 *
 * @throws {TypeError} If an option has the wrong type or is unknown.
 * @throws {RangeError} If a number is out of range or a word is unknown.
 */
export function reconnectSettings<In, Out>(
  options: ReconnectOptions<In, Out>,
): ReconnectSettings<In, Out> {
  expectType('options', options, 'object')
  expectKnown(options, KNOWN, ', and keepAlive or protocols where the connection is opened')
  const { backoff, shouldReconnect, onOpen, network } = options
  if (backoff !== undefined) expectType('backoff', backoff, 'function')
  if (shouldReconnect !== undefined) expectType('shouldReconnect', shouldReconnect, 'function')
  if (onOpen !== undefined) expectType('onOpen', onOpen, 'function')
  checkNetwork(network)
  return {
    channel: channelSettings(options, undefined),
    backoff: backoff ?? exponentialBackoff(),
    minUptime: amount('minUptime', options.minUptime, 5_000),
    maxAttempts: maxAttemptsOf(options.maxAttempts),
    maxElapsed: amount('maxElapsed', options.maxElapsed, Infinity),
    attemptTimeout: amount('attemptTimeout', options.attemptTimeout, 90_000) || Infinity,
    shouldReconnect,
    queue: queueOf(options.queue),
    onOpen,
    network,
  }
}

function checkNetwork(network: unknown): void {
  if (network === undefined || network === false) return
  // Not checked as an object: React Native's emitters may be functions.
  const { addEventListener, removeEventListener } = Object(network) as Partial<EventTargetLike>
  expectType('network.addEventListener', addEventListener, 'function')
  expectType('network.removeEventListener', removeEventListener, 'function')
}

function maxAttemptsOf(value: unknown): number {
  const maxAttempts = amount('maxAttempts', value, Infinity)
  if (maxAttempts === Infinity || (Number.isInteger(maxAttempts) && maxAttempts > 0)) {
    return maxAttempts
  }
  throw outOfRange('maxAttempts', maxAttempts, 'an integer from 1, or Infinity')
}

function queueOf(queue: ReconnectQueue = {}): ReconnectSettings<never, never>['queue'] {
  expectType('queue', queue, 'object')
  expectKnown(queue, 'maxBytes, overflow')
  const { overflow = 'throw' } = queue
  expectType('queue.overflow', overflow, 'string')
  if (!/^(throw|drop-oldest|drop-newest)$/.test(overflow)) {
    throw outOfRange('queue.overflow', `"${overflow}"`, '"throw", "drop-oldest" or "drop-newest"')
  }
  return { maxBytes: amount('queue.maxBytes', queue.maxBytes, 1_048_576), overflow }
}
