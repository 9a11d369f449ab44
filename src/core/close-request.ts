import { utf8Length } from './byte-length.js'
import { expectType } from './settings.js'

/** An error, wrapped since the reason of an abort or what `addError` is given may be any value. */
export interface Problem {
  readonly error: unknown
}

/** What `close` or `addError` was called with. */
export interface CloseRequest {
  readonly code?: number | undefined
  readonly reason?: string | undefined
  /** What `addError` was given. */
  readonly problem?: Problem
}

const MAX_REASON_BYTES = 123

/**
 * Checks the arguments of `close` (RFC 6455 sections 5.5.1 and 7.4, WHATWG `close`).
 *
 * @throws {TypeError} If one has the wrong type, or a reason comes without a code.
 * @throws {RangeError} If the code may not be sent or the reason is longer than 123 bytes.
 */
export function checkClose({ code, reason }: CloseRequest, isServer: boolean): void {
  if (code !== undefined || reason !== undefined) expectType('close code', code, 'number')
  if (reason !== undefined) expectType('close reason', reason, 'string')
  if (code !== undefined && !isAllowed(code, isServer)) {
    const allowed = isServer ? '1000-1003, 1007-1014 or 3000-4999' : '1000 or 3000-4999'
    throw new RangeError(`Cannot close with code ${code}: use ${allowed}`)
  }
  const bytes = utf8Length(reason ?? '')
  if (bytes > MAX_REASON_BYTES) {
    throw new RangeError(
      `Cannot close with ${bytes} bytes of reason: use at most ${MAX_REASON_BYTES}`,
    )
  }
}

function isAllowed(code: number, isServer: boolean): boolean {
  if (code % 1 !== 0 || code > 4999) return false
  if (code === 1000 || code >= 3000) return true
  return isServer && code > 1000 && code < 1015 && (code < 1004 || code > 1006)
}
