import { expectType } from './check-options.js'

/** What the library needs of a WHATWG `URL`. */
export interface UrlLike {
  readonly href: string
}

/** A checked address with the subprotocols to offer there. */
export interface Endpoint {
  /** The address as it was given, which may be one of `http:` or `https:`. */
  readonly parsed: URL
  /** The `ws:` or `wss:` address. */
  readonly url: string
  /** Subprotocols to offer; empty for none. */
  readonly protocols: readonly string[]
}

// RFC 9110 section 5.6.2, which RFC 6455 section 4.1 asks of a subprotocol.
const TOKEN = /^[!#$%&'*+\-.^_`|~\w]+$/

/**
 * Checks the arguments of `connect` (WHATWG `WebSocket` constructor).
 *
 * @throws {SyntaxError} If the address is none for a WebSocket, or a subprotocol is no token or given twice.
 * @throws {TypeError} If one has the wrong type.
 */
export function parseUrl(url: unknown, protocols: unknown): Endpoint {
  const text = (url as Partial<UrlLike> | null | undefined)?.href ?? url
  expectType('a URL', text, 'string')
  // As the platform does, a page's relative address counts from the page's own.
  const parsed = parse(text, (globalThis as { location?: UrlLike }).location?.href)
  const href = parsed?.href.replace(/^http/, 'ws')
  // A bare `#` leaves `hash` empty, and is a fragment all the same.
  if (!parsed || !href || !/^wss?:[^#]*$/.test(href)) {
    const shown = shownUrl(href) || 'an invalid URL'
    throw new SyntaxError(`Cannot connect to ${shown}: use ws://host/path without fragment`)
  }
  return { parsed, url: href, protocols: parseProtocols(protocols) }
}

/** An address as it is told in messages: without credentials, query and fragment; `''` where there is none. */
export function shownUrl(url: unknown): string {
  const address = parse(url)
  return address?.host ? `${address.protocol}//${address.host}${address.pathname}` : ''
}

function parse(url: unknown, base?: string): URL | undefined {
  try {
    return new URL(url as string, base)
  } catch {
    // Whoever asked for it knows what to say; the error would quote credentials.
    return undefined
  }
}

function parseProtocols(protocols: unknown): readonly string[] {
  if (protocols === undefined) return []
  const offered = [protocols].flat() as string[]
  for (const protocol of offered) expectType('a subprotocol', protocol, 'string')
  const different = new Set(offered.map((protocol) => protocol.toLowerCase()))
  if (different.size < offered.length || !offered.every((protocol) => TOKEN.test(protocol))) {
    throw new SyntaxError(`Cannot offer subprotocols "${offered.join()}": use tokens, each once`)
  }
  return offered
}
