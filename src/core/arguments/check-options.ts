import type { AbortSignalLike, ChannelOptions, ConnectOptions, KeepAlive } from './options.js'

/** Milliseconds, as in the option `keepAlive`. */
export interface KeepAliveSettings {
  readonly interval: number
  readonly timeout: number
}

/** Checked options with their defaults. */
export interface Settings {
  readonly connectTimeout: number
  readonly closeTimeout: number
  readonly highWaterMark: number
  readonly maxHeldBytes: number
  readonly signal: AbortSignalLike | undefined
  readonly unobserved: 'hold' | 'drop'
  readonly keepAlive: KeepAliveSettings | undefined
}

/** Names of the options of every channel, each followed by a comma. */
const CHANNEL_OPTIONS = 'closeTimeout, highWaterMark, keepAlive, maxHeldBytes, signal, unobserved'
const NODE_HINT = ', or web-socket-channel/node for those of ws and Node'
/** Names of the options that only `connect` has. */
export const CONNECT_OPTIONS = ', WebSocket, connectTimeout, protocols'

/**
 * Checks options. Inherited ones count, as in the dictionaries of the platform, and `undefined` is the default.
 *
 * @param more Names of allowed options that only this caller has, each after a comma; `undefined` allows any.
 * @throws {TypeError} If an option has the wrong type or is unknown.
 * @throws {RangeError} If a number is out of range or a word is unknown.
 */
export function channelSettings(
  options: ChannelOptions & Pick<ConnectOptions, 'connectTimeout' | 'WebSocket'>,
  more: string | undefined,
): Settings {
  if (typeof options === 'string' || Array.isArray(options)) {
    throw new TypeError('Cannot use subprotocols as options: use { protocols }')
  }
  expectType('options', options, 'object')
  if (more !== undefined) {
    // Only `connect` of ./node takes them.
    const hint = more.includes('connectTimeout') ? NODE_HINT : ''
    expectKnown(options, CHANNEL_OPTIONS + more, hint)
  }
  const { signal, unobserved = 'hold', keepAlive = {}, WebSocket } = options
  if (signal !== undefined) checkSignal(signal)
  if (WebSocket !== undefined) expectType('WebSocket', WebSocket, 'function')
  checkUnobserved(unobserved)
  // A literal with all names: an object made by spreading has its own hidden class, half a kilobyte for each channel.
  return {
    connectTimeout: amount('connectTimeout', options.connectTimeout, 20_000),
    closeTimeout: amount('closeTimeout', options.closeTimeout, 5_000),
    highWaterMark: amount('highWaterMark', options.highWaterMark, 1_048_576),
    maxHeldBytes: amount('maxHeldBytes', options.maxHeldBytes, 16_777_216),
    signal,
    unobserved,
    keepAlive: keepAlive === false ? undefined : keepAliveSettings(keepAlive),
  }
}

/** Throws `TypeError` unless the option `signal` is one. */
export function checkSignal(signal: unknown): void {
  const listen = (signal as Partial<AbortSignalLike> | null)?.addEventListener
  expectType('signal.addEventListener', listen, 'function')
}

function keepAliveSettings(keepAlive: KeepAlive): KeepAliveSettings {
  expectType('keepAlive', keepAlive, 'object')
  expectKnown(keepAlive, 'interval, timeout')
  return {
    interval: amount('keepAlive.interval', keepAlive.interval, 20_000),
    timeout: amount('keepAlive.timeout', keepAlive.timeout, 20_000),
  }
}

/** Checks a size in bytes, a duration, or any other number from 0 to `Infinity`. */
export function amount(name: string, value: unknown, fallback: number): number {
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

/** Throws `TypeError` for a value of another type. `null` and arrays are not objects here. */
export function expectType<T extends keyof Types>(
  name: string,
  value: unknown,
  type: T,
): asserts value is Types[T] {
  const found = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  if (found !== type) throw new TypeError(`Cannot use ${name} of type ${found}: use type ${type}`)
}

/** Throws `TypeError` for an option whose name is not known, unless its value is `undefined`. */
export function expectKnown(options: object, known: string, hint = ''): void {
  for (const name in options) {
    if (known.split(', ').includes(name) || Reflect.get(options, name) === undefined) continue
    throw new TypeError(`Cannot use option ${name}: use ${known}${hint}`)
  }
}

/** Returns the error for an option that is out of range. */
export function outOfRange(name: string, value: number | string, range: string): RangeError {
  return new RangeError(`Cannot use ${name} ${value}: use ${range}`)
}

/**
 * Checks the option `unobserved`.
 *
 * @throws {TypeError} If it is not a string.
 * @throws {RangeError} If it is an unknown word.
 */
export function checkUnobserved(unobserved: unknown): void {
  expectType('unobserved', unobserved, 'string')
  if (!/^(hold|drop)$/.test(unobserved)) {
    throw outOfRange('unobserved', `"${unobserved}"`, '"hold" or "drop"')
  }
}
