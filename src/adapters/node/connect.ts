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
import type { FastPathRefusal } from './fast-path-options.js'
import {
  frameSettings,
  type NodeChannelOptions,
  type NodeConnectOptions,
  webSocketOptions,
} from './options.js'
import { NodeSocket } from './socket.js'
import { isTaken } from './socket-handlers.js'
import { setCloseTimeout } from './ws-fields.js'
import { adoptWebSocket, connectWebSocket } from '../whatwg/connect.js'

/** Connects through `ws`, or through the class in the option `WebSocket`. */
export function connectNode(address: unknown, options: NodeConnectOptions): Connection {
  const settings = connectSettings(options)
  const passed = webSocketOptions(options)
  const frames = frameSettings(options)
  const Ws = options.WebSocket ?? WebSocket
  if (!isWs(Ws)) return connectWebSocket({ url: address, platform: () => undefined }, options)
  const { parsed, url, protocols } = parseUrl(address, options.protocols)
  passed.closeTimeout = wsCloseTimeout(settings)
  // ws parses a string once more. A subclass may expect one.
  const where = Ws === WebSocket ? parsed : url
  const open = (): NodeSocket => new NodeSocket(new Ws(where, [...protocols], passed), frames)
  return new Connection({ url, protocols, socket: open, startKeepAlive }, settings)
}

/** Adopts a socket of `ws`, of either side, or any other with the WHATWG `WebSocket` interface. */
export function adoptNode(
  socket: WebSocketLike | NodeWebSocketLike,
  options: NodeChannelOptions,
): Connection {
  const settings = channelSettings(options)
  const frames = frameSettings(options)
  if (!isWsSocket(socket)) return adoptWebSocket(socket as WebSocketLike, options)
  if (isTaken(socket)) throw new TypeError('Cannot take over a socket that a channel has already')
  setCloseTimeout(socket, wsCloseTimeout(settings))
  const adapter = new NodeSocket(socket, { ...frames, request: options.request })
  return new Connection({ url: socket.url, socket: adapter, startKeepAlive }, settings)
}

/** Whether plain frames of a connection are read and written in place of `ws` now. */
export function isFast({ socket }: Connection): boolean {
  return socket instanceof NodeSocket && socket.isFast
}

/** Why they are not; `undefined` while they are, while the connection opens, and after its end. */
export function fastPathRefusal({ socket }: Connection): FastPathRefusal | undefined {
  if (!socket) return undefined
  return socket instanceof NodeSocket ? socket.fastPathRefusal : 'not-ws'
}

/** Milliseconds for which `ws` waits, in a closing handshake, for a peer that keeps the connection: 30 s by default. */
function wsCloseTimeout({ closeTimeout }: Settings): number {
  return Math.min(closeTimeout, LONGEST_TIMER)
}

/** A socket of `ws`, of whatever version. */
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
