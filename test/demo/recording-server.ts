import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'

/** An echo server that remembers what it was sent and how each connection ended. */
export class RecordingServer {
  readonly received: string[] = []
  readonly closeCodes: Promise<number>[] = []
  readonly sockets: WebSocket[] = []
  readonly #server = new WebSocketServer({ host: '127.0.0.1', port: 0 })

  constructor() {
    this.#server.on('connection', (socket) => {
      this.sockets.push(socket)
      this.closeCodes.push(once(socket, 'close').then(([code]) => code as number))
      socket.on('message', (data: Buffer) => {
        this.received.push(data.toString())
        socket.send(data.toString())
      })
    })
  }

  async url(): Promise<string> {
    if (this.#server.address() === null) await once(this.#server, 'listening')
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  stop(): void {
    for (const socket of this.#server.clients) socket.terminate()
    this.#server.close()
  }
}
