import type { Agent, ClientRequestArgs, IncomingMessage } from 'node:http'
import type { TcpSocketConnectOpts } from 'node:net'
import type { Duplex } from 'node:stream'
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

/** Options for names and addresses, passed to `node:net`. */
export type TcpOptions = Pick<
  TcpSocketConnectOpts,
  | 'autoSelectFamily'
  | 'autoSelectFamilyAttemptTimeout'
  | 'family'
  | 'hints'
  | 'localAddress'
  | 'localPort'
  | 'lookup'
>

/** Options for the request of the opening handshake, passed to `node:http`. */
export type HttpOptions = Pick<ClientRequestArgs, 'auth' | 'insecureHTTPParser' | 'maxHeaderSize'>

/**
 * Creates a connection, and returns it or passes it to `created`. As the type of a method, it allows functions that name only
 * some options.
 */
export type CreateConnection = {
  /**
   * Creates the connection.
   *
   * @param options Where to connect to, as for `node:net` and `node:tls`.
   * @param created Called with the connection, or the error, if it is not returned.
   */
  connect(
    options: ClientRequestArgs,
    created: (error: Error | null, connection: Duplex) => void,
  ): Duplex | null | undefined
}['connect']

/** Options of `permessage-deflate` (RFC 7692), as `ws` takes them. */
export interface PerMessageDeflateOptions {
  /**
   * Messages of fewer bytes are not compressed.
   *
   * @default 1_024
   */
  readonly threshold?: number | undefined
  /** Whether the client compresses each message by itself (section 7.1.1.2). By default that is not asked for. */
  readonly clientNoContextTakeover?: boolean | undefined
  /** Whether the server compresses each message by itself (section 7.1.1.1). By default that is not asked for. */
  readonly serverNoContextTakeover?: boolean | undefined
  /** Size of the client's window, 8 to 15 bits (section 7.1.2.2). By default zlib's: 15. */
  readonly clientMaxWindowBits?: number | undefined
  /** Size of the server's window, 8 to 15 bits (section 7.1.2.1). By default zlib's: 15. */
  readonly serverMaxWindowBits?: number | undefined
  /**
   * Number of messages that zlib works on at a time, in the whole process. The first channel that compresses sets it.
   *
   * @default 10
   */
  readonly concurrencyLimit?: number | undefined
  /** Options of `node:zlib` for compressing. None by default. */
  readonly zlibDeflateOptions?: object | undefined
  /** Options of `node:zlib` for decompressing. None by default. */
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
export interface NodeConnectOptions
  extends ConnectOptions, FrameOptions, HttpOptions, TcpOptions, TlsOptions {
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
  /**
   * Most fragments of one message; more end the channel with `ConnectionClosedError`. `0` and `2 ** 31` or more mean no limit.
   *
   * @default 16_384
   */
  readonly maxFragments?: number | undefined
  /**
   * Most pieces in which one frame may arrive from the network; more end the channel with `ConnectionClosedError`. `0` and
   * `2 ** 31` or more mean no limit.
   *
   * @default 262_144
   */
  readonly maxBufferedChunks?: number | undefined
  /** Creates the connection to the server, in place of `node:net` or `node:tls`, which do by default. Not used with an `agent`. */
  readonly createConnection?: CreateConnection | undefined
  /** Path of a Unix socket or named pipe to connect to; the host of the address is only sent. None by default. */
  readonly socketPath?: string | undefined
}

/** Options of `NodeWebSocketChannel.from`. */
export interface NodeChannelOptions extends ChannelOptions, FrameOptions {
  /**
   * The upgrade request of the socket, on a server. The fast path needs it, and keep-alive uses it to count the bytes of
   * messages that are not complete yet. None by default.
   */
  readonly request?: IncomingMessage | undefined
}

/** Options for `ws`: its own, and those of Node's HTTP requests and connections. */
export interface WsOptions {
  closeTimeout?: number
  perMessageDeflate: boolean | PerMessageDeflateOptions
  [name: string]: unknown
}

// Not passed to ws: the channel implements them itself, or, as browsers do for redirects, never.
const OWN_OPTIONS: readonly string[] = [
  ...['WebSocket', 'closeTimeout', 'connectTimeout', 'followRedirects', 'handshakeTimeout'],
  ...['fastPath', 'highWaterMark', 'keepAlive', 'maxHeldBytes', 'protocols', 'sharedFrames'],
  ...['perMessageDeflate', 'signal', 'socketPath', 'unobserved'],
]

const FUNCTIONS = ['createConnection', 'lookup'] as const
const LIMITS = ['maxBufferedChunks', 'maxFragments', 'maxPayload'] as const
// ws converts a limit to a signed number of 32 bits: 2 ** 32 + 5 would become 5.
const LONGEST_LIMIT = 2 ** 31 - 1

/**
 * Checks the options that only Node has, and returns those for `ws`.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number is out of range.
 */
export function webSocketOptions(options: NodeConnectOptions): WsOptions {
  const { headers, perMessageDeflate = false, socketPath } = options
  if (headers !== undefined) checkHeaders(headers)
  if (typeof perMessageDeflate !== 'boolean') {
    expectType('perMessageDeflate', perMessageDeflate, 'object')
  }
  const passed: WsOptions = { perMessageDeflate }
  // Inherited options too, which ws and Node would ignore: the options of the channel may be inherited as well.
  for (const name in options) {
    if (!OWN_OPTIONS.includes(name)) passed[name] = Reflect.get(options, name)
  }
  for (const name of FUNCTIONS) {
    if (options[name] !== undefined) expectType(name, options[name], 'function')
  }
  for (const name of LIMITS) {
    if (amount(name, options[name], 0) > LONGEST_LIMIT) passed[name] = 0
  }
  if (socketPath !== undefined) checkSocketPath(socketPath, options)
  return passed
}

function checkHeaders(headers: object): void {
  expectType('headers', headers, 'object')
  // Node ignores headers in a Map or an array of pairs.
  if (Symbol.iterator in headers) {
    throw new TypeError('Cannot use iterable headers: use a plain object, as by Object.fromEntries')
  }
}

/** Node ignores one of two options that both say how to connect. */
function checkSocketPath(socketPath: string, options: NodeConnectOptions): void {
  expectType('socketPath', socketPath, 'string')
  for (const name of ['agent', 'createConnection'] as const) {
    if (options[name]) throw new TypeError(`Cannot use socketPath with ${name}: use one of them`)
  }
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
  /** Drops what the attempt has opened so far, if it fails. */
  readonly drop?: (() => void) | undefined
  /** Whether the headers of the answer to the handshake are kept. */
  readonly keepsHeaders?: boolean | undefined
  /** Bytes that may wait for the peer; no limit by default. */
  readonly maxBufferedBytes?: number | undefined
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
