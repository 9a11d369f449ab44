import { WebSocketChannel } from 'web-socket-channel'
import { BrowserWebSocketChannel } from 'web-socket-channel/browser'
import { unauthorized } from 'web-socket-channel/status'
import { converse } from './conversation.mjs'

/** One program for both entries, for Metro takes long to read rxjs. */
async function main() {
  const root = await converse(WebSocketChannel.connect(globalThis.echoUrl), 4000)
  const browser = await converse(BrowserWebSocketChannel.connect(globalThis.echoUrl), unauthorized)
  return { root, browser }
}

globalThis.result = main()
