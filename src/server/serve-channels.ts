import { expectType } from '../core/arguments/check-options.js'
import { type ChannelServer, HttpChannelServer } from './channel-server.js'
import type { ServeOptions } from './options.js'
import { serveSettings } from './settings.js'
import type { AnyHttpServer } from './upgrades.js'

/**
 * Accepts WebSocket connections on an `http` or `https` server, each as a channel. The server stays the user's: requests that
 * do not ask for WebSocket go to its own listeners. Several may be served on one `http` server; the first that takes the path
 * of a request gets it.
 *
 * @param http The server, listening or not.
 * @param options Which handshakes are accepted, and the limits of the channels.
 * @throws {TypeError} If an argument has the wrong type, an option is unknown, or the path is served already.
 * @throws {RangeError} If a number is out of range or a word is unknown.
 * @throws {SyntaxError} If `path` does not begin with `/`, or a subprotocol or an origin is none.
 * @example
 * ```ts no-run
 * import { createServer } from 'node:http'
 * import { serveChannels } from 'web-socket-channel/server'
 *
 * const http = createServer().listen(8080)
 * const server = serveChannels(http, { path: '/echo' })
 * server.connections.subscribe((channel) => {
 *   channel.stream.subscribe({
 *     next: (frame) => channel.sink.add(frame),
 *     error: (error) => console.error(error.message),
 *   })
 * })
 * process.once('SIGTERM', () => server.close().then(() => http.close()))
 * ```
 */
export function serveChannels<Context = undefined>(
  http: AnyHttpServer,
  options: ServeOptions<Context> = {},
): ChannelServer<Exclude<Context, false | Response>> {
  expectType('http', http, 'object')
  expectType('http.on', (http as Partial<AnyHttpServer>).on, 'function')
  const server = new HttpChannelServer<Context>(http, serveSettings(options))
  // A `Response` or `false` is no context of a channel.
  return server as ChannelServer<unknown> as ChannelServer<Exclude<Context, false | Response>>
}
