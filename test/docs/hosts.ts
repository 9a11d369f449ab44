import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { WebSocketServer } from 'ws'
import { startEchoServer } from '../../src/testing.js'

/** A server that plays a host of the documentation. */
interface Host {
  readonly port: number
  close(): unknown
}

/** The hosts of the documentation's examples, and what the server behind each does. */
const hosts: Readonly<Record<string, () => Promise<Host>>> = {
  /** Sends every frame back; speaks the subprotocols `chat` and `json`. */
  'echo.example': () => startEchoServer({ protocols: ['chat', 'json'] }),
  /** Refuses the upgrade with 401. */
  'locked.example': () =>
    listen(createHttpServer((_, answer) => answer.writeHead(401).end()).on('upgrade', refuse)),
  /** Refuses the upgrade with 401, and says why in the body. */
  'expired.example': () =>
    listen(
      createHttpServer((_, answer) => answer.writeHead(401).end()).on('upgrade', (_, socket) => {
        const body = '{"error":"expired"}'
        const lines = ['HTTP/1.1 401 Unauthorized', 'WWW-Authenticate: Bearer']
        socket.end([...lines, `Content-Length: ${body.length}`, '', body].join('\r\n'))
      }),
    ),
  /** Sets two cookies. */
  'cookies.example': startSettingCookies,
  /** Accepts, and never answers. */
  'silent.example': () => listen(createServer()),
  /** Nothing listens there. */
  'gone.example': async () => {
    const gone = await startEchoServer()
    await gone.close()
    return gone
  },
  /** Closes the first connection with 1012, then sends every frame back. */
  'restarting.example': startRestarting,
}

/** The servers that some code needs, and the two ways of exchanging their names. */
export interface Hosts {
  /** The code with `wss://name.example` turned into `ws://127.0.0.1:port`, and `https:` likewise. */
  intoReal(code: string): string
  /** What was printed, with the names in place of the addresses. */
  intoNames(printed: string): string
  close(): Promise<void>
}

/** Starts a server for each `name.example` in the code. */
export async function startHosts(code: string): Promise<Hosts> {
  const running = new Map<string, Host>()
  for (const name of new Set(code.match(/\b\w+\.example\b/g))) {
    const start = hosts[name]
    if (!start) throw new Error(`No server plays ${name}: add one to test/docs/hosts.ts`)
    running.set(name, await start())
  }
  return {
    intoReal: (code) =>
      [...running].reduce(
        (text, [name, { port }]) =>
          text.replaceAll(new RegExp(`\\b(ws|http)s?://${name}`, 'g'), `$1://127.0.0.1:${port}`),
        code,
      ),
    intoNames: (printed) =>
      [...running].reduce(
        (text, [name, { port }]) => text.replaceAll(`ws://127.0.0.1:${port}`, `wss://${name}`),
        printed,
      ),
    close: async () => {
      for (const host of running.values()) await host.close()
    },
  }
}

async function listen(server: Server): Promise<Host> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

function refuse(_: unknown, socket: Socket): void {
  socket.end('HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\nContent-Length: 0\r\n\r\n')
}

async function startRestarting(): Promise<Host> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  let connections = 0
  server.on('connection', (socket) => {
    connections++
    if (connections === 1) socket.close(1012, 'restarting')
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
  })
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      for (const socket of server.clients) socket.terminate()
      server.close()
    },
  }
}

async function startSettingCookies(): Promise<Host> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('headers', (headers) => {
    headers.push('Set-Cookie: session=1; HttpOnly', 'Set-Cookie: theme=dark')
  })
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      for (const socket of server.clients) socket.terminate()
      server.close()
    },
  }
}
