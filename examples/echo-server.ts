// How do I use channels on the server?
// Wraps each socket of a `ws` server in a channel and echoes it: the channel's stream goes into its own sink.
// Install `ws` to import it, and for its types `@types/ws`.
import { NodeWebSocketChannel } from 'web-socket-channel/node'
import { WebSocketServer } from 'ws'

const port = Number(process.argv[2] ?? 8080)

const server = new WebSocketServer({ host: '127.0.0.1', port })
server.on('connection', (socket, request) => {
  // With the request that the socket came with, plain frames take the fast path.
  const channel = NodeWebSocketChannel.from(socket, { request })
  channel.stream.subscribe(channel.sink)
})
server.on('listening', () => console.log('listening:', server.address()))
