import { BrowserWebSocketChannel } from 'web-socket-channel/browser'
import { unauthorized } from 'web-socket-channel/status'
import { converse } from './conversation.mjs'

export function browser() {
  return converse(BrowserWebSocketChannel.connect(globalThis.echoUrl), unauthorized)
}
