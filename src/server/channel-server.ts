/// <reference lib="esnext.disposable" />
import type { IncomingMessage } from 'node:http'
import { type Observable, of } from 'rxjs'
import { type WebSocket, WebSocketServer } from 'ws'
import { acceptNode } from '../adapters/node/accept.js'
import { attempt } from '../core/attempt.js'
import type { EndListener } from '../core/lifecycle/connection-source.js'
import { inMicrotask } from '../core/microtask.js'
import { ConnectionStream } from './connection-stream.js'
import { Handshake, type HandshakeServer, type Upgrade } from './handshake.js'
import type { RefusedSocket } from './refused-socket.js'
import { header } from './request.js'
import { serverChannel, type ServerChannel } from './server-channel.js'
import type { ServeSettings } from './settings.js'
import { type CloseOptions, shutdownSettings, Shutdown } from './shutdown.js'
import { addPathServer, type AnyHttpServer, type PathServer, removePathServer } from './upgrades.js'

/** Accepts connections on an `http` server. */
export interface ChannelServer<Context = undefined> {
  /**
   * Each connection that has opened, once for each subscription. While nobody is subscribed connections are held, and
   * emitted in a microtask after the first subscription. Completes when the server has closed; never errors.
   */
  readonly connections: Observable<ServerChannel<Context>> & AsyncIterable<ServerChannel<Context>>
  /** The channels that have not ended, also those that close. */
  readonly channels: ReadonlySet<ServerChannel<Context>>
  /**
   * Refuses new handshakes with 503, and closes all channels. The `http` server goes on. A second call returns the same
   * promise.
   *
   * Resolves when all channels have ended and the path may be served anew; never rejects.
   *
   * @param options The close code and reason, and how long channels may take, in milliseconds.
   * @throws {TypeError} If an argument has the wrong type or is unknown.
   * @throws {RangeError} If the code may not be sent, the reason is too long, or `timeout` is out of range.
   */
  close(options?: CloseOptions): Promise<void>
  /** Calls `close()`. */
  [Symbol.asyncDispose](): Promise<void>
}

/** The server that `serveChannels` returns. */
export class HttpChannelServer<Context>
  implements ChannelServer<Context>, HandshakeServer<Context>, PathServer
{
  readonly channels: Set<ServerChannel<Context>> = new Set<ServerChannel<Context>>()
  readonly pending: Set<Handshake<Context>> = new Set<Handshake<Context>>()
  /** The connections that are being refused, which a shutdown waits for. */
  readonly refused: Set<RefusedSocket> = new Set<RefusedSocket>()
  readonly settings: ServeSettings<Context>
  readonly #http: AnyHttpServer
  readonly #stream = new ConnectionStream<ServerChannel<Context>>()
  readonly #acceptor: WebSocketServer
  #shutdown: Shutdown | undefined

  constructor(http: AnyHttpServer, settings: ServeSettings<Context>) {
    this.#http = http
    this.settings = settings
    this.#acceptor = acceptorOf(settings)
    addPathServer(http, this)
  }

  get connections(): ChannelServer<Context>['connections'] {
    return this.#stream.stream
  }

  get path(): string | undefined {
    return this.settings.path
  }

  get isClosing(): boolean {
    return this.#shutdown !== undefined
  }

  get connectionCount(): number {
    return this.channels.size + this.pending.size
  }

  close(options: CloseOptions = {}): Promise<void> {
    const settings = shutdownSettings(options)
    if (!this.#shutdown) {
      this.#shutdown = new Shutdown(this, settings)
      this.#shutdown.start()
    }
    return this.#shutdown.finished
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  // Called by the `upgrade` listener.

  take(upgrade: Upgrade, pathname: string): boolean {
    try {
      if (!this.settings.servesPath(pathname)) return false
      new Handshake(this, upgrade).begin()
    } catch (error) {
      new Handshake(this, upgrade).fail(error)
    }
    return true
  }

  // Called by handshakes.

  accept({ request, socket, head }: Upgrade, context: Context): boolean {
    let isAccepted = false
    const wasPaused = socket.isPaused()
    this.#acceptor.handleUpgrade(requestForWs(request), socket, head, (native) => {
      isAccepted = true
      // Paused since the handshake stopped reading.
      if (wasPaused) socket.resume()
      this.#open(native, request, context)
    })
    return isAccepted
  }

  report(error: unknown, request: IncomingMessage): void {
    const { onError } = this.settings
    if (!onError) return
    // RxJS reports what the function throws, as it does for a handler.
    of(errorOf(error)).subscribe((reported) => {
      onError(reported, request)
    })
  }

  reportThrown(error: unknown, request: IncomingMessage): void {
    if (this.settings.onError) this.report(error, request)
    else process.emitWarning(errorOf(error))
  }

  refusalBegan(refused: RefusedSocket): void {
    // The shutdown waits for those that were refused before. It would never finish while new clients keep coming.
    if (this.#shutdown?.isDraining) refused.dropWhenSent()
    else this.refused.add(refused)
  }

  refusalEnded(refused: RefusedSocket): void {
    this.refused.delete(refused)
    this.#shutdown?.check()
  }

  // Called at the end of a connection.

  ended(channel: ServerChannel<Context> | undefined): void {
    if (channel) this.channels.delete(channel)
    // After those who wait for the end of the channel.
    if (this.#shutdown) inMicrotask(() => this.#shutdown?.check())
  }

  // Called by the shutdown.

  finish(): void {
    removePathServer(this.#http, this)
    this.#stream.end()
  }

  #open(native: WebSocket, request: IncomingMessage, context: Context): void {
    const endListener = new Membership(this)
    const connection = acceptNode(native, { request, endListener }, this.settings.accept)
    const channel = serverChannel(connection, request, context)
    endListener.channel = channel
    if (!connection.lifecycle.info) this.channels.add(channel)
    this.#stream.push(channel)
  }
}

/** Removes a channel from its server at the end of its connection. */
class Membership<Context> implements EndListener {
  /** Absent until the channel is made, which a connection may end before. */
  channel: ServerChannel<Context> | undefined
  readonly #server: HttpChannelServer<Context>

  constructor(server: HttpChannelServer<Context>) {
    this.#server = server
  }

  ended(): void {
    this.#server.ended(this.channel)
  }
}

function acceptorOf({
  protocols,
  perMessageDeflate,
  maxPayload,
}: ServeSettings<unknown>): WebSocketServer {
  return new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: perMessageDeflate as boolean,
    maxPayload,
    // The order is the client's.
    handleProtocols: (offered) => [...offered].find((name) => protocols?.includes(name)) ?? false,
  })
}

/**
 * What `ws` reads of a request that was checked. `ws` knows no `Upgrade` that lists other protocols too, and reading `headers` of
 * the request would have each channel keep that object.
 */
function requestForWs(request: IncomingMessage): IncomingMessage {
  // The ws of Bun finds the connection by the request.
  if (process.versions['bun']) return request
  const { method, url } = request
  const headers: IncomingMessage['headers'] = {
    upgrade: 'websocket',
    'sec-websocket-key': header(request, 'sec-websocket-key'),
    'sec-websocket-version': header(request, 'sec-websocket-version'),
    'sec-websocket-protocol': header(request, 'sec-websocket-protocol'),
    'sec-websocket-extensions': header(request, 'sec-websocket-extensions'),
  }
  const read: Partial<IncomingMessage> = { method, url, headers }
  return read as IncomingMessage
}

function errorOf(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown
  const message = attempt(() => String(thrown)) ?? 'An option threw an object that has no text'
  return new Error(message, { cause: thrown })
}
