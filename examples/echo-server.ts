// How do I use channels on the server?
// Accepts connections as channels and echoes each: the channel's stream goes into its own sink. Ctrl+C closes them with 1001.
import { createServer } from 'node:http'
import { serveChannels } from 'web-socket-channel/server'

const port = Number(process.argv[2] ?? 8080)

const http = createServer()
const server = serveChannels(http)
server.connections.subscribe((channel) => channel.stream.subscribe(channel.sink))
http.listen(port, '127.0.0.1', () => console.log('listening:', http.address()))

process.once('SIGINT', () => void server.close().then(() => http.close()))
