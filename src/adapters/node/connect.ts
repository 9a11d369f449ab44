import WebSocket from 'ws'
import { Connection } from '../../core/lifecycle/connection.js'
import { startKeepAlive } from '../../core/lifecycle/keep-alive.js'
import { channelSettings, CONNECT_OPTIONS } from '../../core/arguments/check-options.js'
import { parseUrl, type UrlForms } from '../../core/arguments/endpoint.js'
import type { WebSocketConstructor, WebSocketLike } from '../../core/arguments/web-socket-like.js'
import type { FastPathRefusal } from './fast-path-options.js'
import {
  frameSettings,
  type NodeChannelOptions,
  type NodeConnectOptions,
  webSocketOptions,
} from './options.js'
import { routeTo } from './route.js'
import { NodeSocket } from './socket.js'
import { isTaken } from './socket-handlers.js'
import { setCloseTimeout, wsCloseTimeout } from './ws-fields.js'
import { adoptWebSocket, connectWebSocket } from '../whatwg/connect.js'

// With a class that is not of ws there is nothing to pass other options to.
const FRAME_OPTIONS = ', fastPath, sharedFrames'

/** The addresses of `web-socket-channel/node`, which may be of Unix sockets. */
export const NODE_FORMS: UrlForms = {
  allowed: /^(wss?:|ws\+unix:.)[^#]*$/,
  shown: () => 'ws://host/path or ws+unix:/socket:/path, without fragment',
}

/**
 * Connects through `ws`, or through the class in the option `WebSocket`.
 *
 * @param more Names of allowed options, as for `channelSettings`. By default any are allowed: those of others are passed on.
 */
export function connectNode(
  address: unknown,
  options: NodeConnectOptions,
  more?: string,
): Connection {
  const settings = channelSettings(options, more)
  const passed = webSocketOptions(options)
  // Only channels of `web-socket-channel/node` show them.
  const frames = { ...frameSettings(options), keepsHeaders: more === undefined }
  const Ws = options.WebSocket ?? WebSocket
  if (!isWs(Ws)) {
    const where = { url: address, platform: () => undefined }
    return connectWebSocket(where, options, more ?? CONNECT_OPTIONS + FRAME_OPTIONS)
  }
  const forms = more === undefined ? NODE_FORMS : undefined
  const { parsed, url, protocols } = parseUrl(address, options.protocols, forms)
  passed.closeTimeout = wsCloseTimeout(settings)
  // ws parses a string once more. A subclass may expect one.
  const where = Ws === WebSocket ? parsed : url
  const open = (): NodeSocket => {
    const route = routeTo(parsed, options)
    const native = new Ws(where, [...protocols], { ...passed, ...route.options })
    return new NodeSocket(native, { ...frames, drop: route.drop })
  }
  return new Connection({ url, protocols, socket: open, startKeepAlive }, settings)
}

/**
 * Adopts a socket of `ws`, of either side, or any other with the WHATWG `WebSocket` interface.
 *
 * @param more Names of allowed options, as for `channelSettings`.
 */
export function adoptNode(
  socket: WebSocketLike | NodeWebSocketLike,
  options: NodeChannelOptions,
  more: string = FRAME_OPTIONS + ', request',
): Connection {
  const settings = channelSettings(options, more)
  const frames = frameSettings(options)
  if (!isWsSocket(socket)) return adoptWebSocket(socket as WebSocketLike, options, more)
  if (isTaken(socket)) throw new TypeError('Cannot take over a socket that a channel has already')
  setCloseTimeout(socket, wsCloseTimeout(settings))
  const adapter = new NodeSocket(socket, {
    ...frames,
    request: options.request,
    keepsHeaders: true,
  })
  return new Connection({ url: socket.url, socket: adapter, startKeepAlive }, settings)
}

/** Whether plain frames of a connection are read and written in place of `ws` now. */
export function isFast({ socket }: { readonly socket: unknown }): boolean {
  return socket instanceof NodeSocket && socket.isFast
}

/** Why they are not; `undefined` while they are, while the connection opens, and after its end. */
export function fastPathRefusal({
  socket,
}: {
  readonly socket: unknown
}): FastPathRefusal | undefined {
  if (!socket) return undefined
  return socket instanceof NodeSocket ? socket.fastPathRefusal : 'not-ws'
}

/** A socket of `ws`, of whatever version. */
export interface NodeWebSocketLike {
  /** 0 while connecting, 1 while open, 2 while closing, 3 after the end. */
  readonly readyState: number
  /**
   * Adds a listener.
   *
   * @param event The name of the event.
   * @param listener Called with the values of each event.
   */
  on(event: string, listener: (...values: never[]) => void): unknown
  /** Sends a ping frame. */
  ping(): void
  /** Drops the connection. */
  terminate(): void
}

function isWs(found: WebSocketConstructor | typeof WebSocket): found is typeof WebSocket {
  return isWsSocket((found as { readonly prototype?: unknown }).prototype)
}

function isWsSocket(found: unknown): found is WebSocket {
  const socket = found as Partial<NodeWebSocketLike> | null | undefined
  return typeof socket?.terminate === 'function' && typeof socket.on === 'function'
}
