import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { expectType } from '../core/arguments/check-options.js'

/** Options of {@link startEchoServer}. */
export interface EchoServerOptions {
  /**
   * TCP port to listen on, from 0 to 65535. `0` takes one that is free.
   *
   * @default 0
   */
  readonly port?: number
  /**
   * Address to listen on.
   *
   * @default '127.0.0.1'
   */
  readonly host?: string
  /**
   * Subprotocol or subprotocols that the server speaks: it chooses the first one offered that is among them, and none where
   * none is.
   *
   * @default []
   */
  readonly protocols?: string | readonly string[]
}

/** A server that sends every frame back. */
export interface EchoServer {
  /** Address to connect to, as `ws://127.0.0.1:50123/`. */
  readonly url: string
  /** TCP port that the server listens on. */
  readonly port: number
  /** Connections that are open now. */
  readonly connections: number
  /**
   * Drops every connection, those that have not asked for a WebSocket yet too, and frees the port. Called again, it returns
   * the same promise.
   *
   * Resolves when all is released; never rejects.
   */
  close(): Promise<void>
}

/**
 * Starts a server on Node that sends every frame back as it came, text as text and binary as binary, for tests without a
 * network. Any path will do.
 *
 * Rejects with the system's error if it can't listen, as when the port is taken.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If `port` is no integer from 0 to 65535.
 * @example
 * ```ts
 * import { firstValueFrom } from 'rxjs'
 * import { WebSocketChannel } from 'web-socket-channel'
 * import { startEchoServer } from 'web-socket-channel/testing'
 *
 * const server = await startEchoServer()
 * const channel = WebSocketChannel.connect(server.url)
 * channel.sink.add('Hello!')
 * console.log(await firstValueFrom(channel.stream)) // Hello!
 * await channel.sink.close()
 * await server.close()
 * ```
 */
export function startEchoServer(options: EchoServerOptions = {}): Promise<EchoServer> {
  return listen(checkedOptions(options))
}

/** Checked options with their defaults. */
interface Settings {
  readonly port: number
  readonly host: string
  readonly protocols: readonly string[]
}

async function listen({ port, host, protocols }: Settings): Promise<EchoServer> {
  // Its own, because only who has the HTTP server can drop clients that have not asked for a WebSocket yet.
  const http = createServer((_, answer) => answerPlainRequest(answer))
  const server = new WebSocketServer({
    server: http,
    perMessageDeflate: false,
    handleProtocols: (offered) => [...offered].find((name) => protocols.includes(name)) ?? false,
  })
  server.on('connection', echo)
  http.listen(port, host)
  // `ws` passes on what the HTTP server tells, its errors too.
  await once(server, 'listening')
  const bound = (http.address() as AddressInfo).port
  let closing: Promise<void> | undefined
  return {
    url: `ws://${host.includes(':') ? `[${host}]` : host}:${bound}/`,
    port: bound,
    get connections() {
      return [...server.clients].filter((socket) => socket.readyState === socket.OPEN).length
    },
    close: () => (closing ??= release(http, server)),
  }
}

// RFC 9110 section 15.5.22, as `ws` answers when it makes the HTTP server itself.
function answerPlainRequest(answer: ServerResponse): void {
  answer.writeHead(426, { 'Content-Type': 'text/plain', Upgrade: 'websocket' })
  answer.end('Upgrade Required')
}

function echo(socket: WebSocket): void {
  // Without a listener `ws` throws the errors of a badly behaved client.
  socket.on('error', () => socket.terminate())
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
}

async function release(http: Server, server: WebSocketServer): Promise<void> {
  const closed = new Promise((resolve) => http.close(resolve))
  for (const socket of server.clients) socket.terminate()
  http.closeAllConnections()
  await closed
}

function checkedOptions(options: unknown): Settings {
  expectType('options', options, 'object')
  const given = options as { readonly [Name in keyof EchoServerOptions]?: unknown }
  const { port = 0, host = '127.0.0.1', protocols: spoken = [] } = given
  const protocols = [spoken].flat()
  expectType('port', port, 'number')
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RangeError(`Cannot use port ${port}: use an integer from 0 to 65535`)
  }
  expectType('host', host, 'string')
  for (const name of protocols) expectType('a subprotocol', name, 'string')
  return { port, host, protocols: protocols as readonly string[] }
}
