import type { IncomingMessage } from 'node:http'
import { expectType, outOfRange } from '../core/arguments/check-options.js'
import type { ServeOptions } from './options.js'
import { header } from './request.js'

/** Whether a page of an origin may connect. What a function of the user throws is thrown. */
export type OriginTest = (origin: string, request: IncomingMessage) => boolean

// RFC 6454 section 6.2: scheme "://" host [ ":" port ]. Browsers send host names in ASCII.
const ORIGIN = /^([a-z][a-z\d+.-]*):\/\/(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/
const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  http: '80',
  https: '443',
  ws: '80',
  wss: '443',
}

/**
 * Returns the test that the option `origins` stands for.
 *
 * @throws {TypeError} If it has the wrong type.
 * @throws {RangeError} If it is an unknown word.
 * @throws {SyntaxError} If an element of a list is no origin.
 */
export function originTest(origins: NonNullable<ServeOptions['origins']>): OriginTest {
  if (origins === 'any') return () => true
  if (origins === 'same') return isOriginOfHost
  if (typeof origins === 'string') throw outOfRange('origins', `"${String(origins)}"`, WORDS)
  if (typeof origins === 'function') {
    const allows: (origin: string, request: IncomingMessage) => unknown = origins
    // Not any truthy value: the promise of an async function would allow every page.
    return (origin, request) => parse(origin) !== undefined && allows(origin, request) === true
  }
  if (!Array.isArray(origins)) expectType('origins', origins, 'function')
  const allowed = new Set(origins.map(listed))
  return (origin) => allowed.has(comparable(parse(origin)))
}

const WORDS = '"same", "any", a list of origins or a function'

interface Origin {
  readonly scheme: string
  readonly host: string
  readonly port: string
}

/** Parses the value of a header `Origin`; `undefined` if it is no origin, as `null` is none. */
function parse(origin: string): Origin | undefined {
  const [, scheme = '', host = '', given] = ORIGIN.exec(origin.toLowerCase()) ?? []
  const port = portOf(scheme, given)
  return scheme === '' || Number(port) > 65_535 ? undefined : { scheme, host, port }
}

/** A port in its shortest form, or the default one of a scheme. RFC 3986 section 3.2.3 allows an empty one behind the colon. */
function portOf(scheme: string, given: string | undefined): string {
  return given ? String(Number(given)) : (DEFAULT_PORTS[scheme] ?? '')
}

function comparable(origin: Origin | undefined): string {
  return origin ? `${origin.scheme}://${origin.host}:${origin.port}` : ''
}

function listed(origin: unknown): string {
  expectType('an origin', origin, 'string')
  const parsed = parse(origin)
  // Browsers send the scheme of the page, not that of the socket.
  if (!parsed || /^wss?$/.test(parsed.scheme)) {
    throw new SyntaxError(`Cannot use origin "${origin}": use the form https://host:port`)
  }
  return comparable(parsed)
}

/** Whether a page was loaded from the host and port that its request names in `Host`. */
function isOriginOfHost(origin: string, request: IncomingMessage): boolean {
  const parsed = parse(origin)
  if (!parsed) return false
  const [, host, port] =
    /^(\[[\da-f:.]+\]|[^:]+)(?::(\d*))?$/i.exec(header(request, 'host') ?? '') ?? []
  return host?.toLowerCase() === parsed.host && portOf(parsed.scheme, port) === parsed.port
}
