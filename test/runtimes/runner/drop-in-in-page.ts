import { webSocket, WebSocketSubject } from 'web-socket-channel/rxjs'
import { performDropIn } from './perform-drop-in.js'

const sockets = { binary: 'Blob', closesAfterError: true } as const

await performDropIn(location.origin, { webSocket, WebSocketSubject }, sockets)
