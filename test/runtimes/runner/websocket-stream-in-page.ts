import * as errors from 'web-socket-channel'
import { WebSocketStreamChannel } from 'web-socket-channel/websocket-stream'
import { perform } from './perform.js'

await perform(location.origin, { Channel: WebSocketStreamChannel, WebSocket, errors })
