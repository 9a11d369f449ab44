import type { CloseCodes } from './close-request.js'

// A file for one constant: every bundle contains close-request.ts, but only adapters that have a server's side need these.

/** The codes that a server's side may send: those for servers and for applications (RFC 6455 section 7.4). */
export const SERVER_CLOSE_CODES: CloseCodes = {
  allowed: /^(10(0[0-37-9]|1[0-4])|[34]\d{3})$/,
  shown: '1000-1003, 1007-1014 or 3000-4999',
}
