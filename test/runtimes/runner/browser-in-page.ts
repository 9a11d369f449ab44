import * as errors from 'web-socket-channel'
import { BrowserWebSocketChannel } from 'web-socket-channel/browser'
import { perform } from './perform.js'

await perform(location.origin, { Channel: BrowserWebSocketChannel, WebSocket, errors })
