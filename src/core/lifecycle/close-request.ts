import { byteLength } from '../byte-length.js'
import { expectType } from '../arguments/check-options.js'

/** An error, wrapped since the reason of an abort or what `addError` is given may be any value. */
export interface ErrorBox {
  readonly error: unknown
}

/** What `close` or `addError` was called with. */
export interface CloseRequest {
  readonly code?: number | undefined
  readonly reason?: string | undefined
  /** What `addError` was given. */
  readonly errorBox?: ErrorBox
}

/** The close codes that a side may send. */
export interface CloseCodes {
  readonly allowed: RegExp
  /** The same, to be read. */
  readonly shown: string
}

const CLIENT_CLOSE_CODES: CloseCodes = { allowed: /^(1000|[34]\d{3})$/, shown: '1000 or 3000-4999' }
const MAX_REASON_BYTES = 123

/**
 * Checks the arguments of `close` (RFC 6455 sections 5.5.1 and 7.4, WHATWG `close`).
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
