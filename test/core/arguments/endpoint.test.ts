import { afterEach, describe, expect, it, vi } from 'vitest'
import { parseUrl, shownUrl } from '../../../src/core/arguments/endpoint.js'

afterEach(() => {
  vi.unstubAllGlobals()
})

/** React Native's `URL`, up to 0.79: it appends slashes, and most of its getters throw. */
class StubUrl {
  readonly href: string

  constructor(url: string) {
    this.href = url.endsWith('/') || /[?#]/.test(url) ? url : `${url}/`
  }

  get host(): string {
    throw new Error('URL.host is not implemented')
  }

  get protocol(): string {
    throw new Error('URL.protocol is not implemented')
  }
}

describe('an address', () => {
  const given: readonly (readonly [string, string])[] = [
    ['ws://host', 'ws://host'],
    ['ws://host/', 'ws://host/'],
    ['wss://host/chat?a=b&c', 'wss://host/chat?a=b&c'],
    ['http://host/chat', 'ws://host/chat'],
    ['https://user:key@host:1/%7Echat', 'wss://user:key@host:1/%7Echat'],
    ['ws://host/a/../b', 'ws://host/a/../b'],
  ]

  it.each(given)('goes out as it was given: %s', (url, sent) => {
    expect(parseUrl(url, undefined).url).toBe(sent)
  })

  it.each(given)('goes out as it was given where `URL` is a stub: %s', (url, sent) => {
    vi.stubGlobal('URL', StubUrl)
    expect(parseUrl(url, undefined).url).toBe(sent)
  })

  it.each([
    [' ws://host/chat\n', 'ws://host/chat'],
    ['WS://HOST/chat', 'ws://host/chat'],
    ['HTTPS:\\\\host\\chat', 'wss://host/chat'],
    ['ws:host', 'ws://host/'],
  ])('in an odd form is normalized by `URL`: %j', (url, sent) => {
    expect(parseUrl(url, undefined).url).toBe(sent)
  })

  it('may be a URL, also one of another realm', () => {
    expect(parseUrl(new URL('ws://host/a b'), undefined).url).toBe('ws://host/a%20b')
    expect(parseUrl({ href: 'http://host/' }, undefined).url).toBe('ws://host/')
  })
})

describe('a relative address', () => {
  it("is resolved against the document's base", () => {
    vi.stubGlobal('location', { href: 'https://page.example/app/index.html' })
    vi.stubGlobal('document', { baseURI: 'https://base.example/root/' })
    expect(parseUrl('chat', undefined).url).toBe('wss://base.example/root/chat')
    expect(parseUrl('/chat', undefined).url).toBe('wss://base.example/chat')
    expect(parseUrl('//other.example', undefined).url).toBe('wss://other.example/')
  })

  it('is resolved against the base of the page that contains a srcdoc frame', () => {
    vi.stubGlobal('location', { href: 'about:srcdoc' })
    vi.stubGlobal('document', { baseURI: 'http://page.example/app/' })
    expect(parseUrl('chat', undefined).url).toBe('ws://page.example/app/chat')
  })

  it("is resolved against a worker's script", () => {
    vi.stubGlobal('location', { href: 'https://page.example/worker.js' })
    expect(parseUrl('chat?a', undefined).url).toBe('wss://page.example/chat?a')
  })

  it.each([
    ['chat', {}],
    ['/chat', { location: { href: 'blob:https://page.example/1234' } }],
    ['chat', { location: { href: 'about:srcdoc' } }],
  ])('is invalid where there is nothing to resolve it against: %s, %j', (url, globals) => {
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value)
    const message = 'Cannot connect to an invalid URL: use ws://host/path without fragment'
    expect(() => parseUrl(url, undefined)).toThrow(new SyntaxError(message))
  })
})

describe('a refused address', () => {
  const use = 'use ws://host/path without fragment'

  it.each([
    ['', `an invalid URL: ${use}`],
    ['ws://', `an invalid URL: ${use}`],
    ['ws://user:k/ey@host:99999/', `an invalid URL: ${use}`],
    ['ws://user:key@host/#part', `ws://host/: ${use}`],
    ['ws://host/#', `ws://host/: ${use}`],
    ['ftp://user:key@host/path?token', `ftp://host/path: ${use}`],
    ['mailto:user@host', `an invalid URL: ${use}`],
    ['localhost:8080', 'localhost:8080: use ws://localhost:8080'],
    ['chat.example:443/path?token', 'chat.example:443: use ws://chat.example:443'],
    ['user:8080@host', `an invalid URL: ${use}`],
    ['ws+unix:/tmp/x.sock:/path?token', 'ws+unix:/tmp/x.sock:/path: use web-socket-channel/node'],
  ])('%j says what to use', (url, message) => {
    expect(() => parseUrl(url, undefined)).toThrow(new SyntaxError(`Cannot connect to ${message}`))
  })

  it.each([undefined, null, 7, {}, ['ws://host/']])('may not be %j', (url) => {
    expect(() => parseUrl(url, undefined)).toThrow(TypeError)
  })
})

describe('subprotocols', () => {
  it.each([
    [undefined, []],
    ['chat', ['chat']],
    [[], []],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
  ])('%j are offered as %j', (protocols, offered) => {
    expect(parseUrl('ws://host/', protocols).protocols).toEqual(offered)
  })

  it.each(['', 'a b', 'ä', ['a', 'A'], ['a', '']])('are refused: %j', (protocols) => {
    const message = `Cannot offer subprotocols "${String(protocols)}": use tokens, each once`
    expect(() => parseUrl('ws://host/', protocols)).toThrow(new SyntaxError(message))
  })

  it.each([null, 7, [null], {}])('are refused for their type: %j', (protocols) => {
    expect(() => parseUrl('ws://host/', protocols)).toThrow(TypeError)
  })
})

describe('an address in a message', () => {
  it.each([
    ['ws://host', 'ws://host'],
    ['wss://user:key@host:1/path?token#part', 'wss://host:1/path'],
    ['wss://us@er:key@host/path@x', 'wss://host/path@x'],
    ['ws://host?token@x', 'ws://host'],
    ['ws+unix:/tmp/x.sock:/path?token', 'ws+unix:/tmp/x.sock:/path'],
    ['mailto:user@host', ''],
    ['', ''],
    [undefined, ''],
    [7, ''],
  ])('%j has no credentials, query and fragment', (url, shown) => {
    expect(shownUrl(url)).toBe(shown)
  })

  it('does not depend on `URL`', () => {
    vi.stubGlobal('URL', StubUrl)
    expect(shownUrl('wss://user:key@host/path?token')).toBe('wss://host/path')
  })
})
