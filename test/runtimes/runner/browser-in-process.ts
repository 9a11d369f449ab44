import * as errors from 'web-socket-channel'
import { BrowserWebSocketChannel } from 'web-socket-channel/browser'
import { perform } from './perform.js'

await perform(process.argv[2] ?? '', { Channel: BrowserWebSocketChannel, WebSocket, errors })
