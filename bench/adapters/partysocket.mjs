import PartySocket from 'partysocket/ws'
import WebSocket from 'ws'
import { openEventTarget } from './event-target.mjs'

/** `partysocket` over `ws`. */
export function load() {
  return openEventTarget((url) => new PartySocket(url, [], { WebSocket }))
}
