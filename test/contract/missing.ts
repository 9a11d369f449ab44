import type { Missing } from './capability.js'

/** Over `ws`, as a client. */
export const missingOnWs: Missing = {
  noPing: '`ws` has ping frames',
  noPause: '`ws` can be paused',
  constructing: '`ws` is used by its own interface, not that of the WHATWG',
}

/** Over `ws`, as a server. */
export const missingOnServer: Missing = {
  ...missingOnWs,
  maxPayload: 'a server has its own option for that',
  httpStatus: 'a server gets its sockets open',
  phases: 'a server gets its sockets open',
  adopting: 'every socket of a server is adopted',
}

/** Over either class of the WHATWG. */
const missingOnBoth: Missing = {
  maxPayload: 'the WHATWG has no limit to set',
  httpStatus: 'the WHATWG hides the HTTP answer from scripts',
  phases: 'the WHATWG hides why an opening failed',
  ping: 'the WHATWG gives scripts no ping frames',
  drop: 'a WHATWG socket can only be closed',
}

/** Over the interface of the WHATWG, in browsers and elsewhere. */
export const missingOnWhatwg: Missing = {
  ...missingOnBoth,
  pause: 'a WHATWG socket cannot be paused',
}

const checkedCodes = 'Chromium takes close frames with codes that nobody may send'

/** In Chromium. */
export const missingInChromium: Missing = { ...missingOnWhatwg, checkedCodes }

/** Over the `WebSocketStream` of Chromium. */
export const missingOnWebSocketStream: Missing = {
  ...missingOnBoth,
  checkedCodes,
  adopting: 'a `WebSocketStream` does not show its state',
  constructing: 'the interface is that of `WebSocketStream`, not of `WebSocket`',
  platformOption: 'there is no class to use in place of that of the platform',
  noPause: 'a `WebSocketStream` can be paused',
}

/** Over the WebSocket that is built into Node. */
export const missingOnNativeNode: Missing = {
  ...missingOnWhatwg,
  unofferedProtocol: 'undici of Node 20 throws an uncaught exception',
  byteOrderMark: 'undici strips a leading byte order mark',
}

/** In memory, where the peer is a channel too. */
export const missingInMemory: Missing = {
  maxPayload: 'there is no limit to set',
  opening: 'both channels are born open',
  httpStatus: 'both channels are born open',
  phases: 'both channels are born open',
  adopting: 'there is no socket of a platform',
  constructing: 'there is no socket of a platform',
  ping: 'there are no frames to ping with',
  noPause: 'the memory can be paused',
  rawPeer: 'there are no bytes to break the protocol with',
  checkedCodes: 'the peer is a channel too, and sends no such code',
}
