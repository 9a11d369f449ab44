import type { Agent, IncomingMessage } from 'node:http'
import type { connect } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import type { ChannelOptions, ConnectOptions } from '../../core/arguments/options.js'
import { amount, expectType } from '../../core/arguments/check-options.js'

/** Options for TLS that are passed on to `node:tls`. */
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
  readonly threshold?: number
  readonly clientNoContextTakeover?: boolean
  readonly serverNoContextTakeover?: boolean
  readonly clientMaxWindowBits?: number
  readonly serverMaxWindowBits?: number
  readonly concurrencyLimit?: number
  readonly zlibDeflateOptions?: object
  readonly zlibInflateOptions?: object
}

/** How a channel on Node reads and writes frames. */
export interface FrameOptions {
  /**
   * Reads and writes plain frames in place of `ws`, several times faster where there are many small ones. It stands aside by
   * itself where it can't; `false` turns it off. Listeners of others for `message` of the `ws` socket do not hear of them.
   *
   * @default true
   */
  readonly fastPath?: boolean
  /**
   * Hands out binary frames as views into what was read from the network, which is quicker. For those who read a frame at
   * once and keep nothing of it: a kept view keeps 64 KiB, and its `buffer` shows other frames.
   *
   * @default false
   */
  readonly sharedFrames?: boolean
}

/** Options of `NodeWebSocketChannel.connect`. */
export interface NodeConnectOptions extends ConnectOptions, FrameOptions, TlsOptions {
  /** Headers to send with the opening handshake. None by default. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  /** The agent that makes the connection, as for a proxy; `false` for a new one. A plain connection by default. */
  readonly agent?: Agent | false
  /** Value of the header `Origin`. None by default. */
  readonly origin?: string
  /**
   * Compression (RFC 7692). It takes memory and time on both sides, and must not be used where secrets and data of others
   * share a message.
   *
   * @default false
   */
  readonly perMessageDeflate?: boolean | PerMessageDeflateOptions
  /**
   * Bytes of the largest message accepted; a larger one ends the channel with `ConnectionClosedError`. `0` means no limit,
   * and so does `2 ** 31` or more.
   *
   * @default 104_857_600
   */
  readonly maxPayload?: number
  /** Local address to connect from. */
  readonly localAddress?: string
  /** Version of IP to use, 4 or 6; both by default. */
  readonly family?: number
}

/** Options of `NodeWebSocketChannel.from`. */
export interface NodeChannelOptions extends ChannelOptions, FrameOptions {
  /**
   * The upgrade request that the socket came with, on a server. With it the fast path can be taken, and keep-alive sees
   * bytes that are no whole message yet.
   */
  readonly request?: IncomingMessage
}

/** What goes to `ws`: options of its own, of Node's requests and of connections. */
export interface WsOptions {
  closeTimeout?: number
  createConnection?: typeof connect
  maxPayload?: number
  perMessageDeflate: boolean | PerMessageDeflateOptions
  [name: string]: unknown
}

// What the channel does itself, or never does: redirects are not followed, as in browsers.
const OWN_OPTIONS: readonly string[] = [
  ...['WebSocket', 'closeTimeout', 'connectTimeout', 'followRedirects', 'handshakeTimeout'],
  ...['fastPath', 'highWaterMark', 'keepAlive', 'maxHeldBytes', 'protocols', 'sharedFrames'],
  ...['perMessageDeflate', 'signal', 'unobserved'],
]

// ws makes a number of 32 bits of the limit, with a sign: 2 ** 32 + 5 would be 5.
const LONGEST_LIMIT = 2 ** 31 - 1

/**
 * Checks the options that only Node has, and gives all that goes to `ws`.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number is out of range.
 */
export function webSocketOptions(options: NodeConnectOptions): WsOptions {
  const { headers, perMessageDeflate = false, maxPayload } = options
  if (headers !== undefined) {
    expectType('headers', headers, 'object')
    // Node would send none of them.
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
  for (const [name, value] of Object.entries(options)) {
    if (!OWN_OPTIONS.includes(name)) passed[name] = value
  }
  if (amount('maxPayload', maxPayload, 0) > LONGEST_LIMIT) passed.maxPayload = 0
  return passed
}

/**
 * Checks how frames are to be read and written.
 *
 * @throws {TypeError} If an option has the wrong type.
 */
export function frameSettings(options: FrameOptions): { fastPath: boolean; sharesFrames: boolean } {
  const { fastPath = true, sharedFrames: sharesFrames = false } = options
  expectType('fastPath', fastPath, 'boolean')
  expectType('sharedFrames', sharesFrames, 'boolean')
  return { fastPath, sharesFrames }
}
