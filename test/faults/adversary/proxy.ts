import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { Lane } from './lane.js'
import type { Cut } from './peer.js'
import { reset } from './reset.js'

/** One connection through the proxy. */
export interface Link {
  readonly toServer: Lane
  readonly toClient: Lane
  /** Ends the connection on both sides. */
  end(how: Cut): void
}

/** A TCP proxy whose connections can be hurt. */
export interface Proxy {
  readonly url: string
  readonly port: number
  /** The connections whose client has not ended. */
  readonly links: readonly Link[]
  close(): Promise<void>
}

/**
 * Starts a proxy to a port of this machine. Every new connection is shown to `hurt` before a byte passes, with its number
 * from 1 on.
 */
export async function startProxy(
  targetPort: number,
  hurt: (link: Link, attempt: number) => void = () => undefined,
): Promise<Proxy> {
  const links: Link[] = []
  // A black hole may keep one side when the other is over.
  const sockets = new Set<Socket>()
  let made = 0
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const upstream = connectTo(targetPort)
    const link = linkOf(client, upstream)
    links.push(link)
    client.on('close', () => links.splice(links.indexOf(link), 1))
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    }
    hurt(link, (made += 1))
  })
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = async (): Promise<void> => {
    for (const socket of sockets) reset(socket)
    server.close()
    await once(server, 'close')
  }
  return { url: `ws://127.0.0.1:${port}/`, port, links, close }
}

function connectTo(port: number): Socket {
  return connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
}

function linkOf(client: Socket, upstream: Socket): Link {
  // A reset shows as the end of a lane; without a listener it would end the process.
  for (const socket of [client, upstream]) socket.on('error', () => undefined)
  return {
    toServer: new Lane(client, upstream),
    toClient: new Lane(upstream, client),
    end: (how) => {
      for (const socket of [client, upstream]) {
        if (how === 'reset') reset(socket)
        else socket.end()
      }
    },
  }
}
