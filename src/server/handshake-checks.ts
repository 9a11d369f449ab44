import type { IncomingMessage } from 'node:http'
import { isToken } from '../core/arguments/endpoint.js'
import { extensionsAreAcceptable } from './extensions.js'
import type { Refusal } from './refusal.js'
import { header, headerValues } from './request.js'
import type { ServeSettings } from './settings.js'

// 16 bytes in base64 (RFC 6455 section 4.1).
const KEY = /^[+/\dA-Za-z]{22}==$/
/** Seconds after which a client that was one too many may come back. */
const RETRY_AFTER = '5'

/** What the checks need of the server besides its settings. */
export interface ServerLoad {
  readonly isClosing: boolean
  /** Open channels, and handshakes under way. */
  readonly connectionCount: number
}

type Check = (request: IncomingMessage, settings: Settings, load: ServerLoad) => Refusal | undefined
type Settings = ServeSettings<unknown>

/**
 * Returns why a request is refused, or `undefined` if only `authorize` is left to decide. What a function of the options throws
 * is thrown.
 */
export function check(
  request: IncomingMessage,
  settings: Settings,
  load: ServerLoad,
): Refusal | undefined {
  for (const find of CHECKS) {
    const refusal = find(request, settings, load)
    if (refusal) return refusal
  }
  // A function of the options may have closed the server.
  return closing(request, settings, load)
}

// RFC 6455 section 4.2.1, then the options of the server.
const CHECKS: readonly Check[] = [
  method,
  httpVersion,
  key,
  version,
  closing,
  load,
  origin,
  protocols,
  extensions,
]

function method({ method: found }: IncomingMessage): Refusal | undefined {
  if (found === 'GET') return undefined
  return { status: 405, detail: 'the method is not GET', fields: [['Allow', 'GET']] }
}

function httpVersion(request: IncomingMessage): Refusal | undefined {
  const { httpVersionMajor: major, httpVersionMinor: minor } = request
  if (major < 1 || (major === 1 && minor < 1)) return bad('the request is older than HTTP/1.1')
  const hosts = headerValues(request, 'host')
  return hosts.length === 1 ? undefined : bad('the request has no Host, or several')
}

function key(request: IncomingMessage): Refusal | undefined {
  const [found, ...others] = headerValues(request, 'sec-websocket-key')
  if (found !== undefined && others.length === 0 && KEY.test(found)) return undefined
  return bad('the request has no Sec-WebSocket-Key of 16 bytes')
}

function version(request: IncomingMessage): Refusal | undefined {
  const [found = '', ...others] = headerValues(request, 'sec-websocket-version')
  if (found === '13' && others.length === 0) return undefined
  if (others.length > 0 || !/^(0|[1-9]\d*)$/.test(found)) {
    return bad('the request has no Sec-WebSocket-Version')
  }
  // RFC 6455 section 4.4: the answer contains the versions that the server understands.
  const fields = [
    ['Sec-WebSocket-Version', '13'],
    ['Upgrade', 'websocket'],
  ] as const
  return { status: 426, detail: 'the client speaks another version of the protocol', fields }
}

function closing(_: IncomingMessage, __: Settings, { isClosing }: ServerLoad): Refusal | undefined {
  return isClosing ? CLOSING : undefined
}

/** The refusal of a server that closes. */
export const CLOSING: Refusal = { status: 503, detail: 'the server closes' }

function load(
  _: IncomingMessage,
  { maxConnections }: Settings,
  { connectionCount }: ServerLoad,
): Refusal | undefined {
  if (connectionCount < maxConnections) return undefined
  const detail = `maxConnections is ${maxConnections}`
  return { status: 503, detail, fields: [['Retry-After', RETRY_AFTER]] }
}

function origin(request: IncomingMessage, { allowsOrigin }: Settings): Refusal | undefined {
  const page = header(request, 'origin')
  if (page === undefined || allowsOrigin(page, request)) return undefined
  return { status: 403, detail: 'the origin is not allowed' }
}

function protocols(request: IncomingMessage, { protocols: spoken }: Settings): Refusal | undefined {
  const list = header(request, 'sec-websocket-protocol')
  if (list === undefined) return undefined
  const offered = list.split(',').map((name) => name.replace(/^[ \t]+|[ \t]+$/g, ''))
  // RFC 6455 section 4.1: tokens, which "MUST all be unique strings".
  if (new Set(offered).size < offered.length || !offered.every(isToken)) {
    return bad('the list of subprotocols is malformed')
  }
  if (!spoken || offered.some((name) => spoken.includes(name))) return undefined
  return bad('the client offers only subprotocols that the server does not speak')
}

function extensions(
  request: IncomingMessage,
  { perMessageDeflate, maxPayload }: Settings,
): Refusal | undefined {
  // Without compression nothing is chosen, and the offer is not read.
  if (perMessageDeflate === false) return undefined
  const offered = header(request, 'sec-websocket-extensions')
  if (offered === undefined) return undefined
  if (extensionsAreAcceptable(offered, perMessageDeflate, maxPayload)) return undefined
  return bad('the list of extensions is malformed, or not acceptable')
}

function bad(detail: string): Refusal {
  return { status: 400, detail }
}
