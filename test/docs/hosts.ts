import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { startEchoServer } from '../../src/testing.js'

/** A server that plays a host of the documentation, or another part of a test. */
export interface Host {
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
  /** Never answers on the first connection, then sends every frame back. */
  'hanging.example': startHanging,
  /** Closes every connection with 4001. */
  'replacing.example': () => serve((socket) => socket.close(4001, 'replaced')),
  /** Gives out tokens over HTTP, and welcomes whoever sends one. Closes the first connection with 1012 then. */
  'tokens.example': startGivingTokens,
  /** Sends the message with the id after the one that it is asked for, and closes the first connection with 1012 then. */
  'news.example': startSendingNews,
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

/** Starts a server on a free port of this machine. Its `close` ends its connections, too. */
export async function listen(server: Server): Promise<Host> {
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

function startRestarting(): Promise<Host> {
  return serve((socket, connection) => {
    if (connection === 1) socket.close(1012, 'restarting')
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
  })
}

function startHanging(): Promise<Host> {
  return serve((socket, connection) => {
    socket.on('message', (data, isBinary) => {
      if (connection > 1) socket.send(data, { binary: isBinary })
    })
  })
}

function startSendingNews(): Promise<Host> {
  const texts = ['', 'sent at first', 'sent while you were away']
  return serve((socket, connection) => {
    socket.on('message', (data: Buffer) => {
      const { since } = JSON.parse(data.toString()) as { readonly since: number }
      const text = texts[since + 1]
      if (text !== undefined) socket.send(JSON.stringify({ id: since + 1, text }))
      if (connection === 1) socket.close(1012, 'restarting')
    })
  })
}

function startGivingTokens(): Promise<Host> {
  let tokens = 0
  const http = createHttpServer((_, answer) => answer.end(`token ${++tokens}`))
  return serve((socket, connection) => {
    socket.on('message', (data: Buffer) => {
      socket.send(`Welcome, ${data.toString()}`)
      if (connection === 1) socket.close(1012, 'restarting')
    })
  }, http)
}

function startSettingCookies(): Promise<Host> {
  const http = createHttpServer()
  new WebSocketServer({ server: http }).on('headers', (headers) => {
    headers.push('Set-Cookie: session=1; HttpOnly', 'Set-Cookie: theme=dark')
  })
  return listen(http)
}

/** Accepts WebSocket connections, which are numbered from 1. */
function serve(
  accept: (socket: WebSocket, connection: number) => void,
  http = createHttpServer(),
): Promise<Host> {
  let connections = 0
  new WebSocketServer({ server: http }).on('connection', (socket) => accept(socket, ++connections))
  return listen(http)
}
