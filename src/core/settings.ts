import type { AbortSignalLike, ChannelOptions, ConnectOptions, KeepAlive } from './options.js'

/** Checked options with their defaults. A duration of `Infinity` means that no timer is set. */
export interface Settings {
  readonly signal: AbortSignalLike | undefined
  readonly connectTimeout: number
  readonly closeTimeout: number
  readonly highWaterMark: number
  readonly maxHeldBytes: number
  readonly dropsUnobserved: boolean
  readonly keepAlive: Required<KeepAlive> | undefined
}

// Node and browsers keep a timer's delay in 31 bits, and fire at once where it does not fit.
const LONGEST_TIMER = 2 ** 31 - 1

/**
 * Checks the options of `from`: no wait for an opening is bounded there.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number is out of range or a word unknown.
 */
export function channelSettings(options: ChannelOptions): Settings {
  expectType('options', options, 'object')
  const { signal, unobserved = 'hold', keepAlive = {} } = options
  if (signal !== undefined) {
    expectType('signal', signal, 'object')
    expectType('signal', signal.addEventListener, 'function')
  }
  expectType('unobserved', unobserved, 'string')
  if (unobserved !== 'hold' && unobserved !== 'drop') {
    throw new RangeError(`Cannot use unobserved "${String(unobserved)}": use "hold" or "drop"`)
  }
  if (keepAlive !== false) expectType('keepAlive', keepAlive, 'object')
  return {
    signal,
    connectTimeout: Infinity,
    closeTimeout: duration('closeTimeout', options.closeTimeout, 5_000),
    highWaterMark: amount('highWaterMark', options.highWaterMark, 2 ** 20),
    maxHeldBytes: amount('maxHeldBytes', options.maxHeldBytes, 2 ** 24),
    dropsUnobserved: unobserved === 'drop',
    keepAlive: keepAlive
      ? {
          interval: duration('keepAlive.interval', keepAlive.interval, 20_000),
          timeout: duration('keepAlive.timeout', keepAlive.timeout, 20_000),
        }
      : undefined,
  }
}

/**
 * Checks the options of `connect`.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number is out of range or a word unknown.
 */
export function connectSettings(options: ConnectOptions): Settings {
  const settings = channelSettings(options)
  const connectTimeout = duration('connectTimeout', options.connectTimeout, 20_000) || Infinity
  if (options.WebSocket !== undefined) expectType('WebSocket', options.WebSocket, 'function')
  return { ...settings, connectTimeout }
}

/** Checks a size in bytes, or any other number from 0 to `Infinity`. */
export function amount(name: string, value: number | undefined, fallback: number): number {
  if (value === undefined) return fallback
  expectType(name, value, 'number')
  if (value >= 0) return value
  throw new RangeError(`Cannot use ${name} ${value}: use 0 to Infinity`)
}

/** Throws `TypeError` for a value of another type; `null` is no object here. */
export function expectType(
  name: string,
  value: unknown,
  type: 'function' | 'number' | 'object' | 'string',
): void {
  const found = value === null ? 'null' : typeof value
  if (found !== type) throw new TypeError(`Cannot use ${name} of type ${found}: use type ${type}`)
}

function duration(name: string, value: number | undefined, fallback: number): number {
  const milliseconds = amount(name, value, fallback)
  return milliseconds > LONGEST_TIMER ? Infinity : milliseconds
}
