import { channelSettings } from '../../core/arguments/check-options.js'
import { parseUrl } from '../../core/arguments/endpoint.js'
import type { ConnectOptions } from '../../core/arguments/options.js'
import { Connection } from '../../core/lifecycle/connection.js'
import { WebSocketStreamSocket } from './socket.js'
import type { WebSocketStreamConstructor } from './web-socket-stream-like.js'

/** Options of `WebSocketStreamChannel.connect`. */
export type WebSocketStreamOptions = Omit<ConnectOptions, 'WebSocket'>

interface Platform {
  readonly WebSocketStream?: WebSocketStreamConstructor
}

/** Connects with the platform's `WebSocketStream`. The global is read at each call, as for `WebSocket`. */
export function connectWebSocketStream(url: unknown, options: WebSocketStreamOptions): Connection {
  const settings = channelSettings(options, ', connectTimeout, protocols')
  const endpoint = parseUrl(url, options.protocols)
  const { WebSocketStream } = globalThis as Platform
  if (typeof WebSocketStream !== 'function') {
    throw new TypeError('Cannot connect without WebSocketStream: use WebSocketChannel')
  }
  const protocols = [...endpoint.protocols]
  const socket = (): WebSocketStreamSocket =>
    new WebSocketStreamSocket(
      new WebSocketStream(endpoint.url, protocols.length > 0 ? { protocols } : {}),
    )
  return new Connection({ url: endpoint.url, protocols, socket }, settings)
}
