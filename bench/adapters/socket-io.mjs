import { once } from 'node:events'
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const EVENT = 'message'
// The clients of the benchmark do not answer pings, which are messages in this protocol. None is sent during a run.
const LONGER_THAN_A_RUN = 2 ** 31 - 1

/** The clients open a WebSocket at once and join the main namespace: engine.io's open packet, "40", and its answer. */
const protocol = {
  path: '/socket.io/?EIO=4&transport=websocket',
  hello: '40',
  welcomes: 2,
  event: EVENT,
}

/** A server of socket.io, on which WebSocket is the only transport. */
export function loadServing() {
  return async ({ echoes = false } = {}) => {
    const http = createServer()
    const server = new Server(http, {
      transports: ['websocket'],
      serveClient: false,
      pingInterval: LONGER_THAN_A_RUN,
    })
    if (echoes) {
      server.on('connection', (socket) => {
        socket.on(EVENT, (data) => socket.emit(EVENT, data))
      })
    }
    http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 })
    await once(http, 'listening')
    return {
      port: http.address().port,
      protocol,
      toAll: (data) => server.emit(EVENT, data),
      connections: server.sockets.sockets,
    }
  }
}
