import type { Missing } from '../contract/capability.js'
import { lacksOnWhatwg, othersOnWhatwg } from '../runtimes/lacks.js'
import type { Lacks } from '../runtimes/platform.js'

const checkedCodes = {
  reason: 'takes close frames with codes that nobody may send',
  link: 'https://chromium.googlesource.com/chromium/src/+/main/net/websockets/websocket_channel.cc',
}

export const lacksOnChromium: Lacks = { ...lacksOnWhatwg, checkedCodes }

const { httpStatus, phases, ping, maxPayload, drop } = lacksOnWhatwg

/** What `WebSocketStream` is not about: it is a class of another kind. */
export const othersOnWebSocketStream: Missing = {
  ...othersOnWhatwg,
  adopting: 'a `WebSocketStream` does not show its state, so there is no `from`',
  constructing: 'the interface is that of `WebSocketStream`, not of `WebSocket`',
  platformOption: 'there is no option for a class in place of that of the platform',
  noPause: 'the socket can be paused',
}

/** The `WebSocketStream` of Chromium, which can be paused. */
export const lacksOnWebSocketStream: Lacks = {
  ...{ httpStatus, phases, ping, maxPayload, drop },
  checkedCodes,
}

const gecko =
  'https://searchfox.org/mozilla-central/source/netwerk/protocol/websocket/WebSocketChannel.cpp'

/** A section of the page that the table is in. */
const measured = '#observed-in-tests-only'

export const lacksOnFirefox: Lacks = {
  ...lacksOnWhatwg,
  checkedCodes: { reason: 'takes close frames with codes that nobody may send', link: gecko },
  checkedMask: {
    reason: 'takes masked frames from a server',
    link: gecko,
    cases: /^a mask where none belongs/,
  },
  checkedProtocol: {
    reason: 'passes over a subprotocol that nobody offered',
    link: gecko,
    cases: /subprotocol that nobody offered/,
  },
  dropsOpenings: {
    reason: 'keeps an opening that was given up until the server answers',
    link: measured,
    cases:
      /plays \/(no-answer|drip|garbage)|^before open, (`abort`|the signal) fails|cuts a close before open short|failed by \/no-answer/,
  },
  lossAtOpening: {
    reason: 'may take a connection lost right after opening for one that never opened',
    link: measured,
    untried: 'it is a race, which Firefox wins now and then',
    cases:
      /last fragment never comes|^half of a|when the peer plays \/drop|^after a lost connection|an end by \/drop|of a channel that breaks/,
  },
}

const soup =
  'https://github.com/GNOME/libsoup/blob/master/libsoup/websocket/soup-websocket-connection.c'

const webkit =
  'https://github.com/WebKit/WebKit/blob/main/Source/WebKit/NetworkProcess/soup/WebSocketTaskSoup.cpp'

export const lacksOnWebKitGTK: Lacks = {
  ...lacksOnWhatwg,
  refusedRedirects: {
    reason: 'follows redirects of the opening, which the standard forbids',
    link: 'https://websockets.spec.whatwg.org/#concept-websocket-establish',
    cases: /^a redirect with/,
  },
  laterCodes: {
    reason: 'takes 1012, 1013 and 1014 for invalid codes',
    link: soup,
    cases: /peer closed with 101[234]/,
  },
  emptyAnswers: {
    reason: 'answers a close frame without a code with 1000',
    link: soup,
    cases: /^a peer that performs "close=" gets/,
  },
  wholeReasons: {
    reason: 'cuts a reason at a NUL character',
    link: webkit,
    cases: /^a reason of 1 bytes, "\\u0000"/,
  },
  bufferedAmount: {
    reason: 'counts as sent what its network process still holds',
    link: webkit,
    cases:
      /only as fast as `sink.ready` allows|^when the channel ends first|^`bufferedAmount` counts what a stalled/,
  },
}
