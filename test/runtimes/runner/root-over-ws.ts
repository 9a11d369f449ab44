import * as entry from 'web-socket-channel'
import { WebSocket } from 'ws'
import { perform } from './perform.js'

await perform(process.argv[2] ?? '', { Channel: entry.WebSocketChannel, WebSocket, errors: entry })
