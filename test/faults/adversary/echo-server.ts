import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'

const dropRequest = Buffer.from('drop all')

/** A plain `ws` server that sends everything back, but for `drop all`, which it does. */
export interface EchoServer {
  readonly url: string
  readonly server: WebSocketServer
  /** Resets every connection at once. */
  dropAll(): void
  /** Resolves when no connection is left. */
  close(): Promise<void>
}

/** Starts one on a free port of this machine. */
export async function startEchoServer(): Promise<EchoServer> {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    backlog: 4096,
    perMessageDeflate: false,
  })
  const dropAll = (): void => {
    for (const socket of server.clients) socket.terminate()
  }
  server.on('connection', (socket) => {
    // A reset shows as an error; the connection is over either way.
    socket.on('error', () => undefined)
    socket.on('message', (data: Buffer, binary) => {
      if (data.length === 8 && data.equals(dropRequest)) dropAll()
      else socket.send(data, { binary })
    })
  })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = async (): Promise<void> => {
    dropAll()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url: `ws://127.0.0.1:${port}/`, server, dropAll, close }
}
