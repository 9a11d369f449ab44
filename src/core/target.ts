import { expectType } from './settings.js'

/** What the library needs of a WHATWG `URL`. */
export interface UrlLike {
  readonly href: string
}

/** A checked address with the subprotocols to offer there. */
export interface Target {
  /** The `ws:` or `wss:` address. */
  readonly url: string
  /** The address without credentials, query and fragment, fit for messages. */
  readonly shownUrl: string
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
export function parseTarget(url: unknown, protocols: unknown): Target {
  const address = parseAddress((url as Partial<UrlLike> | null | undefined)?.href ?? url)
  return { url: address.href, shownUrl: show(address), protocols: parseProtocols(protocols) }
}

/** The address of a socket that exists, without credentials, query and fragment; `''` where it has none. */
export function shownUrl(url: unknown): string {
  try {
    return show(new URL(String(url)))
  } catch {
    // The server's side of a connection, or a stand-in: an address is only told here, not needed.
    return ''
  }
}

function parseAddress(url: unknown): URL {
  expectType('a URL', url, 'string')
  const address = resolve(url as string)
  address.protocol = address.protocol.replace('http', 'ws')
  // A bare `#` leaves `hash` empty, and is a fragment all the same.
  if (!/^wss?:[^#]*$/.test(address.href)) {
    throw new SyntaxError(`Cannot connect to ${show(address)}: use ws: or wss: without fragment`)
  }
  return address
}

function resolve(url: string): URL {
  try {
    // As the platform does, a page's relative address counts from the page's own.
    return new URL(url, (globalThis as { location?: UrlLike }).location?.href)
  } catch (cause) {
    throw new SyntaxError('Cannot connect to an invalid URL: use ws://host/path', { cause })
  }
}

function show({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname}`
}

function parseProtocols(protocols: unknown = []): readonly string[] {
  const seen = new Set<string>()
  return [protocols].flat().map((protocol) => {
    expectType('a subprotocol', protocol, 'string')
    const text = protocol as string
    const key = text.toLowerCase()
    if (!TOKEN.test(text) || seen.has(key)) {
      throw new SyntaxError(`Cannot offer subprotocol "${text}": use tokens, each once`)
    }
    seen.add(key)
    return text
  })
}
