import type { Agent, IncomingMessage } from 'node:http'
import type { ConnectionOptions } from 'node:tls'
import type { ChannelOptions, ConnectOptions } from '../../core/arguments/options.js'
import { amount, expectType } from '../../core/arguments/check-options.js'
import type { FastPathMode, FastPathOptions } from './fast-path-options.js'

/** Options for TLS, passed to `node:tls`. */
export type TlsOptions = Pick<
  ConnectionOptions,
  | 'ALPNProtocols'
  | 'ca'
  | 'cert'
  | 'checkServerIdentity'
  | 'ciphers'
  | 'crl'
  | 'ecdhCurve'
  | 'key'
  | 'maxVersion'
  | 'minVersion'
  | 'passphrase'
  | 'pfx'
  | 'rejectUnauthorized'
  | 'secureContext'
  | 'servername'
  | 'sigalgs'
>

/** Options of `permessage-deflate` (RFC 7692), as `ws` takes them. */
export interface PerMessageDeflateOptions {
  /** Messages of fewer bytes are not compressed. */
  readonly threshold?: number | undefined
  readonly clientNoContextTakeover?: boolean | undefined
  readonly serverNoContextTakeover?: boolean | undefined
  readonly clientMaxWindowBits?: number | undefined
  readonly serverMaxWindowBits?: number | undefined
  readonly concurrencyLimit?: number | undefined
  readonly zlibDeflateOptions?: object | undefined
  readonly zlibInflateOptions?: object | undefined
}

/** How a channel on Node reads and writes frames. */
export interface FrameOptions extends FastPathOptions {
  /**
   * Delivers binary frames as views into the chunk that was read from the network, which is faster. Read such a frame at
   * once and do not keep it: a view keeps up to 64 KiB in memory, and its `buffer` contains other frames.
   *
   * @default false
   */
  readonly sharedFrames?: boolean | undefined
}

/** Options of `NodeWebSocketChannel.connect`. */
export interface NodeConnectOptions extends ConnectOptions, FrameOptions, TlsOptions {
  /** Headers to send with the opening handshake. None by default. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined
  /** The agent that creates the connection, for example through a proxy; `false` for a new one. None by default. */
  readonly agent?: Agent | false | undefined
  /** Value of the header `Origin`. None by default. */
  readonly origin?: string | undefined
  /**
   * Compression (RFC 7692). It costs memory and time on both sides. Do not use it where one message contains both a secret
   * and data that an attacker may choose.
   *
   * @default false
   */
  readonly perMessageDeflate?: boolean | PerMessageDeflateOptions | undefined
  /**
   * Largest message accepted, in bytes; a larger one ends the channel with `ConnectionClosedError`. `0` and `2 ** 31` or
   * more mean no limit.
   *
   * @default 104_857_600
   */
  readonly maxPayload?: number | undefined
  /** Local address to connect from. */
  readonly localAddress?: string | undefined
  /** IP version to use, 4 or 6; both by default. */
  readonly family?: number | undefined
}

/** Options of `NodeWebSocketChannel.from`. */
export interface NodeChannelOptions extends ChannelOptions, FrameOptions {
  /**
   * The upgrade request of the socket, on a server. The fast path needs it, and keep-alive uses it to count the bytes of
   * messages that are not complete yet.
   */
  readonly request?: IncomingMessage | undefined
}

/** Options for `ws`: its own, and those of Node's HTTP requests and connections. */
export interface WsOptions {
  closeTimeout?: number
  maxPayload?: number
  perMessageDeflate: boolean | PerMessageDeflateOptions
  [name: string]: unknown
}

// Not passed to ws: the channel implements them itself, or, as browsers do for redirects, never.
const OWN_OPTIONS: readonly string[] = [
  ...['WebSocket', 'closeTimeout', 'connectTimeout', 'followRedirects', 'handshakeTimeout'],
  ...['fastPath', 'highWaterMark', 'keepAlive', 'maxHeldBytes', 'protocols', 'sharedFrames'],
  ...['perMessageDeflate', 'signal', 'unobserved'],
]

// ws converts the limit to a signed number of 32 bits: 2 ** 32 + 5 would become 5.
const LONGEST_LIMIT = 2 ** 31 - 1

/**
 * Checks the options that only Node has, and returns those for `ws`.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number is out of range.
 */
export function webSocketOptions(options: NodeConnectOptions): WsOptions {
  const { headers, perMessageDeflate = false, maxPayload } = options
  if (headers !== undefined) {
    expectType('headers', headers, 'object')
    // Node ignores headers in a Map or an array of pairs.
    if (Symbol.iterator in headers) {
      throw new TypeError(
        'Cannot use iterable headers: use a plain object, as by Object.fromEntries',
      )
    }
  }
  if (typeof perMessageDeflate !== 'boolean') {
    expectType('perMessageDeflate', perMessageDeflate, 'object')
  }
  const passed: WsOptions = { perMessageDeflate }
  // Inherited options too, which ws and Node would ignore: the options of the channel may be inherited as well.
  for (const name in options) {
    if (!OWN_OPTIONS.includes(name)) passed[name] = Reflect.get(options, name)
  }
  if (amount('maxPayload', maxPayload, 0) > LONGEST_LIMIT) passed.maxPayload = 0
  return passed
}

/** Checked options of reading and writing, with their defaults. */
export interface FrameSettings {
  readonly fastPath: FastPathMode
  readonly sharesFrames: boolean
}

/** Settings of one `ws` socket. */
export interface NodeSocketSettings extends FrameSettings {
  /** The upgrade request, for the server's side of a connection. */
  readonly request?: IncomingMessage | undefined
  /** Whether the headers of the answer to the handshake are kept. */
  readonly keepsHeaders?: boolean | undefined
}

/**
 * Checks the options of reading and writing.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If `fastPath` is an unknown word.
 */
export function frameSettings(options: FrameOptions): FrameSettings {
  const { fastPath = 'auto', sharedFrames: sharesFrames = false } = options
  if (typeof fastPath === 'string' && fastPath !== 'auto') {
    throw new RangeError(`Cannot use fastPath "${String(fastPath)}": use "auto", true or false`)
  }
  if (fastPath !== 'auto') expectType('fastPath', fastPath, 'boolean')
  expectType('sharedFrames', sharesFrames, 'boolean')
  return { fastPath, sharesFrames }
}
