import { parseUrl } from '../../core/arguments/endpoint.js'
import type { Sendable } from '../../core/frame.js'
import { checkClose } from '../../core/lifecycle/close-request.js'
import { domException } from './platform.js'

/**
 * Checks the arguments of the constructor as the platform's does.
 *
 * @throws {DOMException} `SyntaxError` if the address or a subprotocol is invalid.
 */
export function checkedAddress(
  url: unknown,
  protocols: unknown,
): { readonly url: string; readonly protocols: string[] } {
  try {
    const list = protocols === undefined ? [] : listOf(protocols)
    const { parsed, protocols: offered } = parseUrl(stringOf(url), list)
    return { url: parsed.href.replace(/^http/, 'ws'), protocols: [...offered] }
  } catch (error) {
    if (error instanceof SyntaxError) throw domException(error.message, 'SyntaxError')
    throw error
  }
}

/** WebIDL: a sequence, or else a string. */
function listOf(protocols: unknown): string[] {
  const isSequence = typeof protocols === 'object' && protocols !== null
  return isSequence && Symbol.iterator in protocols
    ? Array.from(protocols as Iterable<unknown>, (protocol) => stringOf(protocol))
    : [stringOf(protocols)]
}

/** Converts a value as WebIDL does: a symbol, which `String` accepts, is a `TypeError`. */
function stringOf(value: unknown): string {
  return ''.concat(value as string)
}

/**
 * Checks the arguments of `close` as the platform's class does: WHATWG WebSockets, "close".
 *
 * @throws {DOMException} `InvalidAccessError` for another code than 1000 and 3000-4999, `SyntaxError` for a reason over 123 bytes.
 */
export function checkedClose(
  code: unknown,
  reason: unknown = '',
): readonly [code?: number, reason?: string] {
  const number = code === undefined ? undefined : clamped(code)
  const text = stringOf(reason)
  renaming('InvalidAccessError', () => {
    checkClose({ code: number })
  })
  renaming('SyntaxError', () => {
    checkClose({ code: number ?? 1000, reason: text })
  })
  // WHATWG: a reason without a code goes with code 1000.
  if (text !== '') return [number ?? 1000, text]
  return number === undefined ? [] : [number]
}

/** Calls a check of the library, and throws its error as a `DOMException` of a name. */
function renaming(name: string, check: () => void): void {
  try {
    check()
  } catch (error) {
    throw domException((error as Error).message, name)
  }
}

/** WebIDL `[Clamp] unsigned short`: a half is rounded to the even number. */
function clamped(code: unknown): number {
  // Unlike `Number`, they do not convert a `BigInt`.
  const number = Math.min(Math.max(code as number, 0), 65_535)
  if (Number.isNaN(number)) return 0
  return number % 2 === 0.5 ? Math.floor(number) : Math.round(number)
}

/** What `send` sends: WebIDL converts what is neither binary nor a `Blob` to a string. */
export function sendable(data: unknown): Sendable {
  const tag = Object.prototype.toString.call(data)
  const isBinary = ArrayBuffer.isView(data) || /^\[object (ArrayBuffer|Blob|File)\]$/.test(tag)
  return isBinary ? (data as Sendable) : stringOf(data)
}
