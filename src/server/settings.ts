import type { IncomingMessage } from 'node:http'
import { type AcceptSettings, acceptSettings } from '../adapters/node/accept.js'
import { amount, expectType } from '../core/arguments/check-options.js'
import { parseProtocols } from '../core/arguments/endpoint.js'
import type { ChannelOptions } from '../core/arguments/options.js'
import type { ServeOptions } from './options.js'
import { type OriginTest, originTest } from './origins.js'

/** Whether a path is served. */
export type PathTest = (pathname: string) => boolean

/** Checked options with their defaults. */
export interface ServeSettings<Context> {
  /** The path, where it is one; `servesPath` decides. */
  readonly path: string | undefined
  readonly servesPath: PathTest
  /** `undefined` if the server speaks none, and ignores what clients offer. */
  readonly protocols: readonly string[] | undefined
  readonly allowsOrigin: OriginTest
  readonly authorize: ServeOptions<Context>['authorize']
  readonly authorizeTimeout: number
  readonly closeTimeout: number
  readonly maxConnections: number
  readonly maxPayload: number
  readonly perMessageDeflate: NonNullable<ServeOptions['perMessageDeflate']>
  readonly onError: ((error: Error, request: IncomingMessage) => void) | undefined
  /** Of each channel. */
  readonly accept: AcceptSettings
}

// Those of each channel are known to `acceptSettings`.
const SERVE_OPTIONS =
  ', authorize, authorizeTimeout, maxConnections, maxPayload, onError, origins, path, perMessageDeflate, protocols'
// ws converts its limits to a signed number of 32 bits.
const LONGEST_LIMIT = 2 ** 31 - 1

/**
 * Checks the options of `serveChannels`.
 *
 * @throws {TypeError} If an option has the wrong type or is unknown.
 * @throws {RangeError} If a number is out of range or a word is unknown.
 * @throws {SyntaxError} If a path does not begin with `/`, or a subprotocol or an origin is none.
 */
export function serveSettings<Context>(options: ServeOptions<Context>): ServeSettings<Context> {
  const accept = acceptSettings(options, SERVE_OPTIONS)
  if ((options as ChannelOptions).signal !== undefined) {
    throw new TypeError('Cannot use option signal: use close of the server')
  }
  const { authorize, onError, origins = 'same', perMessageDeflate = false } = options
  if (authorize !== undefined) expectType('authorize', authorize, 'function')
  if (onError !== undefined) expectType('onError', onError, 'function')
  if (typeof perMessageDeflate !== 'boolean') {
    expectType('perMessageDeflate', perMessageDeflate, 'object')
  }
  const maxPayload = amount('maxPayload', options.maxPayload, 1_048_576)
  return {
    ...pathSettings(options.path),
    protocols: protocolsOf(options.protocols),
    allowsOrigin: originTest(origins),
    authorize,
    authorizeTimeout: amount('authorizeTimeout', options.authorizeTimeout, 10_000) || Infinity,
    maxConnections: amount('maxConnections', options.maxConnections, Infinity),
    maxPayload: maxPayload > LONGEST_LIMIT ? 0 : maxPayload,
    perMessageDeflate,
    onError,
    closeTimeout: accept.channel.closeTimeout,
    accept,
  }
}

function pathSettings(path: unknown): Pick<ServeSettings<unknown>, 'path' | 'servesPath'> {
  if (path === undefined) return { path, servesPath: () => true }
  if (typeof path !== 'string') {
    expectType('path', path, 'function')
    return { path: undefined, servesPath: path as PathTest }
  }
  if (!path.startsWith('/') || path.includes('?')) {
    throw new SyntaxError(
      `Cannot serve path "${path}": use one that begins with / and has no query`,
    )
  }
  return { path, servesPath: (pathname) => pathname === path }
}

function protocolsOf(protocols: unknown): readonly string[] | undefined {
  const spoken = parseProtocols(protocols)
  return spoken.length > 0 ? spoken : undefined
}
