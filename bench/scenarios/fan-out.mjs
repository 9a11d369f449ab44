import { once } from 'node:events'
import WebSocket, { WebSocketServer } from 'ws'
import { payload } from '../payload.mjs'
import { startClock } from '../play/clock.mjs'

const CLIENTS = 300
const sizes = [
  { size: 100, shown: '100 B', isQuick: true },
  { size: 4_000, shown: '4 kB', isQuick: false },
]

/** One frame to each of many sockets of a server in one tick; the next tick follows when all clients have received it. */
export const fanOut = {
  name: 'fan-out',
  title: `Fan-out to ${CLIENTS} server sockets in a tick`,
  unit: 'ns per frame',
  metrics: ['cpu', 'wall'],
  comparison: 'ratio',
  warmUpMilliseconds: 1_000,
  cases: sizes.flatMap(({ size, shown, isQuick }) =>
    ['text', 'binary'].map((kind) => ({
      name: `${shown} ${kind}`,
      group: 'fan-out',
      kind,
      size,
      units: 80 * CLIENTS,
      isQuick: isQuick && kind === 'text',
    })),
  ),
  address: () => `/crowd?clients=${CLIENTS}`,

  async play({ accept }, { url, kind, size, units }) {
    const data = payload({ kind, size })
    const peers = []
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', backlog: 4096 })
    server.on('connection', (socket, request) => {
      peers.push(accept(socket, { request, onFrame: ignore }))
    })
    await once(server, 'listening')
    const crowd = await Crowd.gather(`${url}&port=${server.address().port}`)
    return async () => {
      const stop = startClock()
      for (let sent = 0; sent < units; sent += peers.length) {
        const received = crowd.reply()
        for (const peer of peers) peer.send(data)
        await received
      }
      return stop(units)
    }
  },
}

/** The clients, which are in the process of the benchmark's server. It reports over a connection from here. */
class Crowd {
  #reply

  static async gather(url) {
    const crowd = new Crowd()
    const control = new WebSocket(url)
    control.on('message', () => crowd.#reply())
    // The first report says that all clients are connected.
    await crowd.reply()
    return crowd
  }

  /** Resolves with the next report: each client has received a frame. */
  reply() {
    return new Promise((resolve) => (this.#reply = resolve))
  }
}

function ignore() {
  // The clients send nothing.
}
