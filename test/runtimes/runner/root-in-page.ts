import * as entry from 'web-socket-channel'
import { perform } from './perform.js'

await perform(location.origin, { Channel: entry.WebSocketChannel, WebSocket, errors: entry })
