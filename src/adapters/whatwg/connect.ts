import { closingWatch } from '../../core/lifecycle/closing-watch.js'
import { Connection } from '../../core/lifecycle/connection.js'
import type { ConnectionSource } from '../../core/lifecycle/connection-source.js'
import type { ChannelOptions, ConnectOptions } from '../../core/arguments/options.js'
import {
  channelSettings,
  CONNECT_OPTIONS,
  expectType,
  type Settings,
} from '../../core/arguments/check-options.js'
import { parseUrl } from '../../core/arguments/endpoint.js'
import type { WebSocketConstructor, WebSocketLike } from '../../core/arguments/web-socket-like.js'
import { SERVER_CLOSE_CODES } from '../../core/lifecycle/server-close-codes.js'
import { attempt } from '../../core/attempt.js'
import { WhatwgSocket } from './socket.js'

/**
 * Connects with a class that has the WHATWG `WebSocket` interface: the `WebSocket` option, or else the platform's class.
 *
 * @param more Names of allowed options, as for `channelSettings`.
 */
export function connectWebSocket(
  where: { readonly url: unknown; readonly platform: () => unknown },
  options: ConnectOptions,
  more: string = CONNECT_OPTIONS,
): Connection {
  const settings = channelSettings(options, more)
  const { url, protocols } = parseUrl(where.url, options.protocols)
  const { WebSocket = where.platform() as WebSocketConstructor } = options
  expectType('WebSocket', WebSocket, 'function')
  // With no subprotocols, omit the argument: some polyfills offer an empty list as one empty subprotocol.
  const open = (): WhatwgSocket =>
    new WhatwgSocket(protocols.length > 0 ? new WebSocket(url, [...protocols]) : new WebSocket(url))
  return new Connection({ url, protocols, socket: open, ...watch(settings) }, settings)
}

/**
 * Wraps an existing object with the WHATWG `WebSocket` interface, in any state. An instance of the platform's class without a
 * `url` is the server's side of a connection, in Deno and Workers. Wrappers such as partysocket have no `url` either before
 * they connect, but have their own class.
 *
 * @param more Names of allowed options, as for `channelSettings`.
 */
export function adoptWebSocket(
  socket: WebSocketLike,
  options: ChannelOptions,
  more = '',
): Connection {
  const settings = channelSettings(options, more)
  expectType(
    'readyState of a socket',
    (socket as Partial<WebSocketLike> | null)?.readyState,
    'number',
  )
  const url = attempt(() => socket.url)
  const { WebSocket } = globalThis as unknown as { readonly WebSocket: WebSocketConstructor }
  const isServer = !url && attempt(() => socket instanceof WebSocket)
  const closeCodes = isServer ? SERVER_CLOSE_CODES : undefined
  const adapter = new WhatwgSocket(socket, closeCodes)
  return new Connection({ url, socket: adapter, ...watch(settings) }, settings)
}

/** Only on Node: the sockets of all other platforms bound the closing handshake themselves. */
function watch({ closeTimeout }: Settings): Pick<ConnectionSource, 'startKeepAlive'> {
  const { navigator } = globalThis as { readonly navigator?: { readonly userAgent?: string } }
  return navigator?.userAgent?.startsWith('Node')
    ? { startKeepAlive: closingWatch(closeTimeout) }
    : {}
}
