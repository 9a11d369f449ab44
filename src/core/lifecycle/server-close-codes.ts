import type { CloseCodes } from './close-request.js'

/** What the server's side may send: it decides on a connection's end for more reasons (RFC 6455 section 7.4.1). */
export const SERVER_CLOSE_CODES: CloseCodes = {
  allowed: /^(10(0[0-37-9]|1[0-4])|[34]\d{3})$/,
  shown: '1000-1003, 1007-1014 or 3000-4999',
}
