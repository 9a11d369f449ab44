import type { AbortSignalLike, ChannelOptions, ConnectOptions } from './options.js'

/** Checked options with their defaults. */
export interface Settings {
  readonly signal: AbortSignalLike | undefined
  readonly connectTimeout: number
  readonly closeTimeout: number
  readonly highWaterMark: number
  readonly maxHeldBytes: number
  readonly unobserved: 'hold' | 'drop'
  readonly keepAlive: KeepAliveSettings | undefined
}

/** Milliseconds, as in the option `keepAlive`. */
export interface KeepAliveSettings {
  readonly interval: number
  readonly timeout: number
}

/**
 * Checks the options of `from`.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number is out of range or a word unknown.
 */
export function channelSettings(options: ChannelOptions): Settings {
  expectType('options', options, 'object')
  const { signal, unobserved = 'hold', keepAlive = {} } = options
  // Of `connect` only.
  const { connectTimeout } = options as ConnectOptions
  if (signal !== undefined) {
    expectType(
      'signal.addEventListener',
      (signal as Partial<AbortSignalLike> | null)?.addEventListener,
      'function',
    )
  }
  expectType('unobserved', unobserved, 'string')
  if (!/^(hold|drop)$/.test(unobserved)) {
    throw outOfRange('unobserved', `"${unobserved}"`, '"hold" or "drop"')
  }
  if (keepAlive !== false) expectType('keepAlive', keepAlive, 'object')
  return {
    signal,
    connectTimeout: amount('connectTimeout', connectTimeout, 20_000),
    closeTimeout: amount('closeTimeout', options.closeTimeout, 5_000),
    highWaterMark: amount('highWaterMark', options.highWaterMark, 2 ** 20),
    maxHeldBytes: amount('maxHeldBytes', options.maxHeldBytes, 2 ** 24),
    unobserved,
    keepAlive: keepAlive
      ? {
          interval: amount('keepAlive.interval', keepAlive.interval, 20_000),
          timeout: amount('keepAlive.timeout', keepAlive.timeout, 20_000),
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
  if (options.WebSocket !== undefined) expectType('WebSocket', options.WebSocket, 'function')
  return settings
}

/** Checks a size in bytes, a duration, or any other number from 0 to `Infinity`. */
export function amount(name: string, value: number | undefined, fallback: number): number {
  if (value === undefined) return fallback
  expectType(name, value, 'number')
  if (value >= 0) return value
  throw outOfRange(name, value, '0 to Infinity')
}

interface Types {
  boolean: boolean
  function: (...values: never[]) => unknown
  number: number
  object: object
  string: string
}

/** Throws `TypeError` for a value of another type; `null` is no object here. */
export function expectType<T extends keyof Types>(
  name: string,
  value: unknown,
  type: T,
): asserts value is Types[T] {
  const found = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  if (found !== type) throw new TypeError(`Cannot use ${name} of type ${found}: use type ${type}`)
}

function outOfRange(name: string, value: number | string, range: string): RangeError {
  return new RangeError(`Cannot use ${name} ${value}: use ${range}`)
}
