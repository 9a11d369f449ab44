import net from 'node:net'
import WebSocket from 'ws'
import { Connection } from '../../core/lifecycle/connection.js'
import { LONGEST_TIMER } from '../../core/lifecycle/timeouts.js'
import { startKeepAlive } from '../../core/lifecycle/keep-alive.js'
import {
  channelSettings,
  connectSettings,
  type Settings,
} from '../../core/arguments/check-options.js'
import { parseUrl } from '../../core/arguments/endpoint.js'
import type { WebSocketConstructor, WebSocketLike } from '../../core/arguments/web-socket-like.js'
import { limitClosing } from './fast-path/ws-internals.js'
import { isTaken } from './events.js'
import {
  frameSettings,
  type NodeChannelOptions,
  type NodeConnectOptions,
  type WsOptions,
  webSocketOptions,
} from './options.js'
import { NodeSocket } from './socket.js'
import { adoptWebSocket, connectWebSocket } from '../whatwg/connect.js'

/** Connects through `ws`, or through the class given as option `WebSocket`. */
export function connectNode(address: unknown, options: NodeConnectOptions): Connection {
  const settings = connectSettings(options)
  const passed = webSocketOptions(options)
  const frames = frameSettings(options)
  const Ws = options.WebSocket ?? WebSocket
  if (!isWs(Ws)) return connectWebSocket({ url: address, platform: () => undefined }, options)
  const { parsed, url, protocols } = parseUrl(address, options.protocols)
  passed.closeTimeout = closingTime(settings)
  // A subclass may want a string, and go elsewhere or with options of its own; an agent may as well.
  const isPlain = Ws === WebSocket
  const isTcp = isPlain && !options.agent && !url.startsWith('wss:')
  if (isTcp) passed.createConnection ??= tcpConnector(passed)
  // ws need not parse it once more.
  const where = isPlain ? parsed : url
  const open = (): NodeSocket => new NodeSocket(new Ws(where, [...protocols], passed), frames)
  return new Connection({ url, protocols, socket: open, startKeepAlive }, settings)
}

/** Takes over a socket of `ws`, of either side, or any other with the WHATWG `WebSocket` interface. */
export function adoptNode(
  socket: WebSocketLike | NodeWebSocketLike,
  options: NodeChannelOptions,
): Connection {
  const settings = channelSettings(options)
  const frames = frameSettings(options)
  if (!isWsSocket(socket)) return adoptWebSocket(socket as WebSocketLike, options)
  if (isTaken(socket)) throw new TypeError('Cannot take over a socket that a channel has already')
  limitClosing(socket, closingTime(settings))
  const adapter = new NodeSocket(socket, { ...frames, request: options.request })
  return new Connection({ url: socket.url, socket: adapter, startKeepAlive }, settings)
}

/** Whether plain frames of a connection are read and written in place of `ws` now. */
export function isFast({ socket }: Connection): boolean {
  return socket instanceof NodeSocket && socket.isFast
}

/** How long ws is to wait for a peer that has closed and then does not end the connection: 30 seconds by default. */
function closingTime({ closeTimeout }: Settings): number {
  return Math.min(closeTimeout, LONGEST_TIMER)
}

/**
 * Connects without TLS as ws would, with the options of the user. ws would have Node's `net` copy all of its own and of the
 * request's as well, some thirty, each time.
 */
function tcpConnector(given: WsOptions): typeof net.connect {
  const connect = ({ host, port }: net.TcpNetConnectOpts): net.Socket =>
    net.connect({ ...given, host, port, path: undefined } as net.NetConnectOpts)
  return connect as typeof net.connect
}

/** What tells a socket of `ws`, of whatever version, from others. */
export interface NodeWebSocketLike {
  readonly readyState: number
  on(event: string, listener: (...values: never[]) => void): unknown
  ping(): void
  terminate(): void
}

function isWs(found: WebSocketConstructor | typeof WebSocket): found is typeof WebSocket {
  return isWsSocket((found as { readonly prototype?: unknown }).prototype)
}

function isWsSocket(found: unknown): found is WebSocket {
  const socket = found as Partial<NodeWebSocketLike> | null | undefined
  return typeof socket?.terminate === 'function' && typeof socket.on === 'function'
}
