import { heartbeat } from 'web-socket-channel'

// The control character ENQ, which nobody types. An echo server sends it back.
const ENQUIRY = '\u0005'

/** Ends a connection to the demo's own server when that has not answered for four seconds. */
export const probe = heartbeat({
  interval: 2_000,
  timeout: 2_000,
  message: ENQUIRY,
  isReply: (frame) => frame === ENQUIRY,
})
