import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { expectType } from '../core/arguments/check-options.js'

/** Options of {@link startEchoServer}. */
export interface EchoServerOptions {
  /**
   * TCP port to listen on, from 0 to 65535. `0` chooses a free one.
   *
   * @default 0
   */
  readonly port?: number | undefined
  /**
   * Address to listen on.
   *
   * @default '127.0.0.1'
   */
  readonly host?: string | undefined
  /**
   * Subprotocol or subprotocols that the server supports. It chooses the first offered one that is among them, or none.
   *
   * @default []
   */
  readonly protocols?: string | readonly string[] | undefined
}

/** A server that sends every frame back. */
export interface EchoServer {
  /** Address to connect to, such as `ws://127.0.0.1:50123/`. */
  readonly url: string
  /** TCP port that the server listens on. */
  readonly port: number
  /** Number of open connections. */
  readonly connections: number
  /**
   * Drops every connection, including those without an upgrade request yet, and frees the port. A second call returns the
   * same promise.
   *
   * Resolves when the port is free; never rejects.
   */
  close(): Promise<void>
}

/**
 * Starts a server on Node that sends every frame back, text as text and binary as binary, for tests without a network. It
 * accepts any path.
 *
 * Rejects with the system's error if it cannot listen, for example because the port is in use.
 *
 * @param options Where it listens, and the subprotocols that it supports.
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
  // The HTTP server is created here and not by ws, because `close` also has to drop clients that have not requested an upgrade yet.
  const http = createServer((_, answer) => answerPlainRequest(answer))
  const server = new WebSocketServer({
    server: http,
    perMessageDeflate: false,
    handleProtocols: (offered) => [...offered].find((name) => protocols.includes(name)) ?? false,
  })
  server.on('connection', echo)
  http.listen(port, host)
  // `ws` re-emits the events of the HTTP server, errors included.
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

// RFC 9110 section 15.5.22; the response of `ws` when it creates the HTTP server itself.
function answerPlainRequest(answer: ServerResponse): void {
  answer.writeHead(426, { 'Content-Type': 'text/plain', Upgrade: 'websocket' })
  answer.end('Upgrade Required')
}

function echo(socket: WebSocket): void {
  // Without a listener the `error` event of an invalid frame ends the process.
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
