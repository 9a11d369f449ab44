import { BrowserWebSocketChannel } from 'web-socket-channel/browser'
import { unauthorized } from 'web-socket-channel/status'
import { converse } from './conversation.mjs'

globalThis.result = converse(BrowserWebSocketChannel.connect(globalThis.echoUrl), unauthorized)
