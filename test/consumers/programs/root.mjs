import { WebSocketChannel } from 'web-socket-channel'
import { converse } from './conversation.mjs'

globalThis.result = converse(WebSocketChannel.connect(globalThis.echoUrl), 4000)
