import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net'
import { dial } from './dial.js'
import { PeerStage } from './peer-stage.js'
import type { Until } from './peer.js'

/** A server that plays scripts, and reports over HTTP what it saw. */
export interface PeerServer {
  /** `http://127.0.0.1:port`; scripts are played under the same address with `ws:`. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Starts the scripted peer. The path and query of a WebSocket's address are its script (see `script.ts`), and `id` in the
 * query names the connection for the rest:
 *
 * - `GET /seen?id=...&until=...` answers with `Seen`
 * - `GET /tell?id=...&acts=...` performs acts on the open connection
 * - `GET /dial?id=...&to=ws://...&script=...` connects as a raw client and plays the script there
 * - `GET /unused-port` answers with a port on which nobody listens
 */
export async function startPeer(): Promise<PeerServer> {
  const stage = new PeerStage()
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    void answer(stage, request, response)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('upgrade', (request, socket: Socket) => {
    try {
      stage.play(request, socket)
    } catch (error) {
      socket.end(`HTTP/1.1 400 ${String(error)}\r\n\r\n`)
    }
  })
  await listen(server)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => close(server, sockets),
  }
}

async function answer(
  stage: PeerStage,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://peer')
  // Pages of another origin ask, and no connection may outlive its answer: cases count what is left.
  response.setHeader('access-control-allow-origin', '*')
  response.setHeader('connection', 'close')
  try {
    response.end(JSON.stringify((await tell(stage, pathname, searchParams)) ?? null))
  } catch (error) {
    response.writeHead(400).end(String(error))
  }
}

async function tell(stage: PeerStage, pathname: string, query: URLSearchParams): Promise<unknown> {
  const id = query.get('id') ?? ''
  if (pathname === '/seen') return stage.seen(id, (query.get('until') ?? 'now') as Until)
  if (pathname === '/tell') return stage.tell(id, query.get('acts') ?? '')
  if (pathname === '/dial') return dial(stage, id, query)
  if (pathname === '/unused-port') return unusedPort()
  throw new RangeError(`Cannot answer ${pathname}: use /seen, /tell, /dial or /unused-port`)
}

async function unusedPort(): Promise<number> {
  const server = createTcpServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function listen(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
}

async function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy()
  await new Promise((resolve) => server.close(resolve))
}
