import type { Missing } from '../contract/capability.js'
import type { Lacks } from './platform.js'

/** What a client over `ws` is not about. */
export const othersOnWs: Missing = {
  serverCodes: 'this is the client',
  noPing: 'there are ping frames',
  noPause: 'the socket can be paused',
  constructing: '`ws` is used by its own interface, not that of the WHATWG',
  maxPayload: 'the root has no option for it, `./node` has',
}

/** What a client with the interface of the WHATWG is not about. */
export const othersOnWhatwg: Missing = { serverCodes: 'this is the client' }

const standard = 'https://websockets.spec.whatwg.org'

/** What scripts cannot do with a WebSocket of the WHATWG, or are not allowed to know. */
export const lacksOnWhatwg = {
  httpStatus: {
    reason: 'cannot show the HTTP answer to a failed opening: the standard hides it',
    link: `${standard}/#feedback-from-the-protocol`,
  },
  phases: {
    reason: 'does not know why an opening failed: the standard hides it',
    link: `${standard}/#feedback-from-the-protocol`,
  },
  ping: {
    reason: 'has no ping frames: the standard leaves them to the browser',
    link: `${standard}/#ping-and-pong-frames`,
  },
  pause: {
    reason: 'cannot stop reading: the standard has no way',
    link: 'https://github.com/whatwg/websockets/issues/17',
    untried: 'a platform that is busy reads late, which looks like a pause',
  },
  maxPayload: {
    reason: 'cannot limit the size of messages: the standard has no option for it',
    link: `${standard}/#dom-websocket-websocket`,
  },
  drop: {
    reason: 'cannot drop a connection without a close frame: the standard has no way',
    link: `${standard}/#dom-websocket-close`,
  },
} satisfies Lacks

const { httpStatus, phases, maxPayload } = lacksOnWhatwg

/** Bun's WebSocket can do more than that of the WHATWG, and is asked for a part of it. */
export const lacksOnBun: Lacks = {
  ...{ httpStatus, phases, maxPayload },
  ping: {
    reason: 'is not asked for ping frames: `./browser` keeps to the standard, which has none',
    link: 'https://bun.sh/reference/globals/bun/WebSocket',
  },
  pause: {
    reason: 'is not asked to stop reading: `./browser` keeps to the standard, which has no way',
    link: 'https://bun.com/reference/bun/WebSocket/pause',
  },
}

/** The WebSocket that is built into Node. */
export const lacksOnNode: Lacks = {
  ...lacksOnWhatwg,
  byteOrderMark: {
    reason: 'strips a leading byte order mark from text',
    link: 'https://github.com/nodejs/undici/blob/main/lib/web/websocket/util.js',
  },
}

/** Deno's WebSocket. */
export const lacksOnDeno: Lacks = {
  ...lacksOnWhatwg,
  checkedKey: {
    reason: 'opens without having checked `Sec-WebSocket-Accept`',
    link: 'https://github.com/denoland/fastwebsockets/blob/main/src/handshake.rs',
    cases: /\/wrong-key/,
  },
  checkedMask: {
    reason: 'takes masked frames from a server',
    link: 'https://github.com/denoland/fastwebsockets/blob/main/src/lib.rs',
    cases: /^a mask where none belongs/,
  },
  badGateway: {
    reason: 'takes 1014 for an invalid code',
    link: 'https://github.com/denoland/fastwebsockets/blob/main/src/close.rs',
    cases: /closed with 1014/,
  },
  lossWhileClosing: {
    reason: 'reports a connection lost after `close` as an answer without a code',
    link: 'https://github.com/denoland/deno/blob/main/ext/websocket/lib.rs',
    cases: /^a connection lost while closing/,
  },
}

const kj = 'https://github.com/capnproto/capnproto/blob/v2/c%2B%2B/src/kj/compat/http.c%2B%2B'

/** The WebSocket of workerd, the runtime of Cloudflare Workers. */
export const lacksOnWorkerd: Lacks = {
  ...lacksOnWhatwg,
  checkedCodes: { reason: 'takes close frames with codes that nobody may send', link: kj },
  checkedText: {
    reason: 'replaces what is not UTF-8 instead of failing',
    link: kj,
    cases: /not UTF-8|surrogate in UTF-8/,
  },
  checkedMask: {
    reason: 'takes masked frames from a server',
    link: kj,
    cases: /^a mask where none belongs/,
  },
  checkedPings: {
    reason: 'takes pings of more than 125 bytes',
    link: kj,
    cases: /^a ping of 126 bytes/,
  },
}
