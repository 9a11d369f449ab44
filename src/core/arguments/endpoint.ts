import { attempt } from '../attempt.js'
import { expectType } from './check-options.js'

/** The member of a WHATWG `URL` that the library uses. */
export interface UrlLike {
  /** The complete address. */
  readonly href: string
}

/** Where to connect, and the subprotocols to offer there. */
export interface Endpoint {
  /** The address with the given scheme, which may also be `http:` or `https:`. */
  readonly parsed: URL
  /** The `ws:` or `wss:` address. */
  readonly url: string
  /** Subprotocols to offer; empty for none. */
  readonly protocols: readonly string[]
}

/** The addresses that may be used. */
export interface UrlForms {
  readonly allowed: RegExp
  /** The form to use in place of a refused address, for messages. */
  shown(address: string): string
}

interface Page {
  readonly document?: { readonly baseURI?: string }
  readonly location?: UrlLike
}

// An address that needs neither a base nor the corrections that `URL` makes.
const COMPLETE = /^(ws|http)s?:\/\/[^\s\\]+$/
// RFC 6455 section 4.1 refers to the token of HTTP: RFC 9110 section 5.6.2.
const TOKEN = /^[!#$%&'*+\-.^_`|~\w]+$/

// A bare `#` is a fragment too, though `hash` is empty then.
const WEB_FORMS: UrlForms = {
  allowed: /^wss?:[^#]*$/,
  shown: (address) =>
    address.startsWith('ws+unix:') ? 'web-socket-channel/node' : 'ws://host/path without fragment',
}

/**
 * Checks the address and the subprotocols of `connect`, as the WHATWG `WebSocket` constructor does.
 *
 * @throws {SyntaxError} If the address cannot be one of a WebSocket, or a subprotocol is not a token or occurs twice.
 * @throws {TypeError} If one has the wrong type.
 */
export function parseUrl(url: unknown, protocols: unknown, forms: UrlForms = WEB_FORMS): Endpoint {
  const given = (url as Partial<UrlLike> | null | undefined)?.href ?? url
  expectType('a URL', given, 'string')
  const parsed = parse(given)
  // React Native's `URL` appends a slash to the path, so a complete address is sent as it was given.
  const address = (COMPLETE.test(given) ? given : (parsed?.href ?? '')).replace(/^http/, 'ws')
  if (parsed && forms.allowed.test(address)) {
    return { parsed, url: address, protocols: parseProtocols(protocols) }
  }
  throw invalidUrl(given, parsed && address, forms)
}

/** Returns an address for messages, without credentials, query and fragment; `''` if it has no host. */
export function shownUrl(url: unknown): string {
  // The address of an adopted socket may be an object that cannot be converted.
  const text = attempt(() => String(url)) ?? ''
  // By hand: where `URL` is a stub, as in React Native, its getters throw.
  const parts = /^(\w+:\/\/|ws\+unix:)(?:[^/?#]*@)?([^?#]+)/.exec(text) ?? ['', '', '']
  return parts.slice(1).join('')
}

function parse(url: string): URL | undefined {
  // WHATWG: a relative address is resolved against the document's base URL, in a worker against that of its script.
  const { document, location } = globalThis as Page
  try {
    return new URL(url, document?.baseURI ?? location?.href)
  } catch {
    // The caller has a better message: that of the platform quotes credentials.
    return undefined
  }
}

function invalidUrl(given: string, address: string | undefined, forms: UrlForms): SyntaxError {
  // `localhost:8080` is an address whose scheme is `localhost`.
  const host = /^[\w.-]+:\d+(?=[/?#]|$)/.exec(given)?.[0]
  const shown = host ?? (shownUrl(address) || 'an invalid URL')
  const use = host ? `ws://${host}` : forms.shown(address ?? '')
  return new SyntaxError(`Cannot connect to ${shown}: use ${use}`)
}

/** Whether a text is a token of HTTP, as the name of a subprotocol has to be. */
export function isToken(text: string): boolean {
  return TOKEN.test(text)
}

/**
 * Checks subprotocols, one or several.
 *
 * @throws {SyntaxError} If one is not a token or occurs twice.
 * @throws {TypeError} If one is no string.
 */
export function parseProtocols(protocols: unknown): readonly string[] {
  if (protocols === undefined) return []
  const offered = [protocols].flat() as string[]
  for (const protocol of offered) expectType('a subprotocol', protocol, 'string')
  const different = new Set(offered.map((protocol) => protocol.toLowerCase()))
  if (different.size < offered.length || !offered.every(isToken)) {
    throw new SyntaxError(`Cannot offer subprotocols "${offered.join()}": use tokens, each once`)
  }
  return offered
}
