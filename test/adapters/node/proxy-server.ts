import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

/** A proxy for CONNECT that reaches one server, whatever the name of the host. */
export interface ProxyServer extends AsyncDisposable {
  readonly port: number
  /** What was asked for. */
  readonly requests: readonly IncomingMessage[]
  /** The connections of clients that are still open. */
  readonly open: ReadonlySet<Socket>
}

/** What a proxy does with a request. */
export type ProxyAct = 'connect' | 'refuse' | 'stay silent'

/** Starts a proxy on a free port. */
export async function startProxy(targetPort: number, act: ProxyAct): Promise<ProxyServer> {
  const requests: IncomingMessage[] = []
  const open = new Set<Socket>()
  const server = createServer((_, answer) => answer.writeHead(502).end())
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket))
  })
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    requests.push(request)
    // Sockets of HTTP servers stay half open.
    client.resume().on('end', () => client.end())
    if (act === 'refuse') client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    if (act !== 'connect') return
    const upstream = connect(targetPort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      upstream.pipe(client).pipe(upstream)
    })
    upstream.on('error', () => client.destroy())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    requests,
    open,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
