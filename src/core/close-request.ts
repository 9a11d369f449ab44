import { byteLength } from './byte-length.js'
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

const ALLOWED = /^(1000|[34]\d{3})$/
const ALLOWED_TO_SERVERS = /^10(0[1-37-9]|1[0-4])$/
const MAX_REASON_BYTES = 123

/**
 * Checks the arguments of `close` (RFC 6455 sections 5.5.1 and 7.4, WHATWG `close`).
 *
 * @throws {TypeError} If one has the wrong type, or a reason comes without a code.
 * @throws {RangeError} If the code may not be sent or the reason is longer than 123 bytes.
 */
export function checkClose({ code, reason }: CloseRequest, isServer = false): void {
  if (code === undefined && reason === undefined) return
  expectType('close code', code, 'number')
  if (!ALLOWED.test(String(code)) && !(isServer && ALLOWED_TO_SERVERS.test(String(code)))) {
    const wanted = isServer ? '1000-1003, 1007-1014' : '1000'
    throw new RangeError(`Cannot close with code ${code}: use ${wanted} or 3000-4999`)
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
