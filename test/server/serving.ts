import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { NodeWebSocketChannel } from '../../src/node.js'
import type { NodeConnectOptions } from '../../src/node.js'
import { serveChannels, type ChannelServer, type ServeOptions } from '../../src/server.js'
import { TcpClient } from './tcp-client.js'

/** A handshake that did not become a connection. */
export interface Reported {
  readonly error: Error
  readonly request: IncomingMessage
}

/** A server of a test, and its clients. Everything is closed when the test has finished. */
export interface Serving<Context> {
  readonly http: Server
  readonly port: number
  readonly server: ChannelServer<Context>
  /** What `onError` was called with. */
  readonly reported: readonly Reported[]
  readonly dial: () => TcpClient
  readonly connect: (target?: string, options?: NodeConnectOptions) => NodeWebSocketChannel
}

/** Starts an `http` server that answers "app" to plain requests. */
export async function listen(): Promise<{ readonly http: Server; readonly port: number }> {
  const http = createServer((request, answer) => {
    request.resume()
    request.on('end', () => answer.end(`app ${String(request.url)}`))
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  onTestFinished(async () => {
    http.closeAllConnections()
    if (http.listening) await new Promise((resolve) => http.close(resolve))
  })
  return { http, port: (http.address() as AddressInfo).port }
}

/** Starts a server with options of `serveChannels`. */
export async function serve<Context = undefined>(
  options: ServeOptions<Context> = {},
): Promise<Serving<Exclude<Context, false | Response>>> {
  const { http, port } = await listen()
  const reported: Reported[] = []
  const onError = (error: Error, request: IncomingMessage): void => {
    reported.push({ error, request })
  }
  const server = serveChannels(http, { onError, ...options })
  onTestFinished(async () => {
    for (const channel of server.channels) channel.abort()
    await server.close({ timeout: 0 })
  })
  return {
    http,
    port,
    server,
    reported,
    dial: () => new TcpClient(port),
    connect: (target = '/', more = {}) => {
      const channel = NodeWebSocketChannel.connect(`ws://127.0.0.1:${port}${target}`, more)
      onTestFinished(() => {
        channel.abort()
      })
      return channel
    },
  }
}

/** A promise that a test settles. */
export function deferred<T>(): {
  readonly promise: Promise<T>
  readonly resolve: (value: T | PromiseLike<T>) => void
} {
  let resolve: ((value: T | PromiseLike<T>) => void) | undefined
  const promise = new Promise<T>((resolvePromise) => (resolve = resolvePromise))
  return { promise, resolve: (value) => resolve?.(value) }
}
