import { ConnectionFailedError } from '../../core/errors.js'

// Milliseconds: a server that asks for more may be wrong.
const LONGEST = 3_600_000

/**
 * Returns the milliseconds that a server asked to wait in the header `Retry-After` of its refusal (RFC 9110 section 10.2.3),
 * an hour at most; 0 if it did not.
 */
export function retryAfter(error: unknown): number {
  const header = ConnectionFailedError.is(error) ? error.headers?.['retry-after'] : undefined
  if (typeof header !== 'string') return 0
  // Not a number if it is neither a number nor a date.
  const delay = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : dateOf(header) - Date.now()
  return Math.min(Math.max(delay || 0, 0), LONGEST)
}

/** V8 finds a date in any text that ends with a number; all dates of HTTP have a time. */
function dateOf(header: string): number {
  return /\d:\d/.test(header) ? Date.parse(header) : NaN
}
