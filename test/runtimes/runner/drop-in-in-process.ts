import { webSocket, WebSocketSubject } from 'web-socket-channel/rxjs'
import { performDropIn } from './perform-drop-in.js'

// Node's own class, which emits no `close` after the `error` of a failed opening before Node 24.
const [major = 0] = process.versions.node.split('.').map(Number)
const sockets = { Ctor: WebSocket, binary: 'Blob', closesAfterError: major >= 24 } as const

await performDropIn(process.argv[2] ?? '', { webSocket, WebSocketSubject }, sockets)
