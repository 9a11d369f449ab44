import { once } from 'node:events'
import { WebSocketServer } from 'ws'
import { payload } from '../payload.mjs'
import { startClock } from '../play/clock.mjs'

const CLIENTS = 4
const BURST = 100
const SIZES = [16, 64, 300, 1024]

/**
 * Clients and the server's sockets in one process, which echo each other's bursts. Whatever depends on the side of a
 * connection or on the kind and size of a frame varies within each turn.
 */
export const mixed = {
  name: 'mixed',
  title: 'Both sides and all kinds in one process',
  unit: 'ns per round trip',
  metrics: ['wall', 'cpu'],
  comparison: 'ratio',
  warmUpMilliseconds: 1_000,
  cases: [
    mixedCase({ name: 'text and binary', kinds: ['text', 'binary'], isQuick: true }),
    mixedCase({ name: 'text only', kinds: ['text'], isQuick: false }),
    mixedCase({ name: 'binary only', kinds: ['binary'], isQuick: false }),
  ],
  address: () => '/',

  async play({ open, accept }, { kinds, units }) {
    const frames = kinds.flatMap((kind) => SIZES.map((size) => payload({ kind, size })))
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    server.on('connection', (socket, request) => {
      const peer = accept(socket, { request, onFrame: (frame) => peer.send(frame) })
    })
    await once(server, 'listening')
    const players = []
    while (players.length < CLIENTS) {
      players.push(await EchoClient.open(open, `ws://127.0.0.1:${server.address().port}`))
    }
    return async () => {
      const stop = startClock()
      await Promise.all(players.map((player) => player.exchange(frames, units / CLIENTS)))
      return stop(units)
    }
  },
}

function mixedCase({ name, kinds, isQuick }) {
  return { name, group: 'mixed', kinds, units: 40_000, isQuick }
}

class EchoClient {
  #connection
  #frames
  #toSend
  #underWay
  #finish

  static async open(open, url) {
    const client = new EchoClient()
    client.#connection = await open(url, () => client.#back())
    return client
  }

  /** Sends bursts of these frames in turn, each burst when the one before has come back. */
  exchange(frames, count) {
    this.#frames = frames
    this.#toSend = count
    this.#sendBurst()
    return new Promise((resolve) => (this.#finish = resolve))
  }

  #back() {
    if (--this.#underWay > 0) return
    if (this.#toSend > 0) this.#sendBurst()
    else this.#finish()
  }

  #sendBurst() {
    this.#underWay = Math.min(BURST, this.#toSend)
    this.#toSend -= this.#underWay
    for (let at = 0; at < this.#underWay; at++) {
      this.#connection.send(this.#frames[at % this.#frames.length])
    }
  }
}
