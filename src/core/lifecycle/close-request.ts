import { byteLength } from '../byte-length.js'
import { expectType } from '../arguments/check-options.js'

/** An error in an object, because the reason of an abort or the argument of `addError` may be any value, even `undefined`. */
export interface ErrorBox {
  readonly error: unknown
}

/** The arguments of `close` or `addError`. */
export interface CloseRequest {
  readonly code?: number | undefined
  readonly reason?: string | undefined
  /** The argument of `addError`. */
  readonly errorBox?: ErrorBox
}

/** The close codes that one side may send. */
export interface CloseCodes {
  readonly allowed: RegExp
  /** The same as text for error messages. */
  readonly shown: string
}

// WHATWG `close`: "If code is present, but is neither an integer equal to 1000 nor an integer in the range 3000 to 4999,
// inclusive, throw an "InvalidAccessError" DOMException."
const CLIENT_CLOSE_CODES: CloseCodes = { allowed: /^(1000|[34]\d{3})$/, shown: '1000 or 3000-4999' }
// RFC 6455 section 5.5: "All control frames MUST have a payload length of 125 bytes or less". Two of them are the code.
const MAX_REASON_BYTES = 123

/**
 * Checks the arguments of `close`.
 *
 * @throws {TypeError} If one has the wrong type, or a reason comes without a code.
 * @throws {RangeError} If the code may not be sent or the reason is longer than 123 bytes.
 */
export function checkClose(
  { code, reason }: CloseRequest,
  codes: CloseCodes = CLIENT_CLOSE_CODES,
): void {
  if (code === undefined && reason === undefined) return
  expectType('close code', code, 'number')
  if (!codes.allowed.test(String(code))) {
    throw new RangeError(`Cannot close with code ${code}: use ${codes.shown}`)
  }
  if (reason === undefined) return
  expectType('close reason', reason, 'string')
  const bytes = byteLength(reason)
  if (bytes > MAX_REASON_BYTES) {
    throw new RangeError(
      `Cannot close with ${bytes} bytes of reason: use at most ${MAX_REASON_BYTES}`,
    )
  }
}
