import ReconnectingWebSocket from 'reconnecting-websocket'
import WebSocket from 'ws'
import { openEventTarget } from './event-target.mjs'

/** `reconnecting-websocket` over `ws`. */
export function load() {
  return openEventTarget((url) => new ReconnectingWebSocket(url, [], { WebSocket }))
}
