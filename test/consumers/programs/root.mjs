import { WebSocketChannel } from 'web-socket-channel'
import { converse } from './conversation.mjs'

export function root() {
  return converse(WebSocketChannel.connect(globalThis.echoUrl), 4000)
}
