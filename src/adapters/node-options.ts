import type { Agent, IncomingMessage } from 'node:http'
import type { ConnectionOptions } from 'node:tls'
import type { ChannelOptions, ConnectOptions } from '../core/options.js'
import { amount, expectType } from '../core/settings.js'

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

/** Options of `NodeWebSocketChannel.connect`. */
export interface NodeConnectOptions extends ConnectOptions, TlsOptions {
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
   * Bytes of the largest message accepted; a larger one ends the channel with `ConnectionClosedError`. `0` means no limit.
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
export interface NodeChannelOptions extends ChannelOptions {
  /**
   * The upgrade request that the socket came with, on a server. With it keep-alive sees bytes that are no whole message
   * yet.
   */
  readonly request?: IncomingMessage
}

// What the channel does itself, or never does: redirects are not followed, as in browsers.
const OWN_OPTIONS: readonly string[] = [
  ...['WebSocket', 'closeTimeout', 'connectTimeout', 'followRedirects', 'handshakeTimeout'],
  ...['highWaterMark', 'keepAlive', 'maxHeldBytes', 'protocols', 'signal', 'unobserved'],
]

/**
 * Checks the options that only Node has, and gives all that goes to `ws`.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number is out of range.
 */
export function webSocketOptions(options: NodeConnectOptions): Record<string, unknown> {
  const { headers, perMessageDeflate = false, maxPayload } = options
  if (headers !== undefined) expectType('headers', headers, 'object')
  if (typeof perMessageDeflate !== 'boolean') {
    expectType('perMessageDeflate', perMessageDeflate, 'object')
  }
  amount('maxPayload', maxPayload, 0)
  const passed = Object.entries(options).filter(([name]) => !OWN_OPTIONS.includes(name))
  return { ...Object.fromEntries(passed), perMessageDeflate }
}
