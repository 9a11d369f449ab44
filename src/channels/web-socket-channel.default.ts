import { adoptWebSocket, connectWebSocket } from '../adapters/whatwg/connect.js'
import { globalWebSocket } from '../adapters/whatwg/global.js'
import type { UrlLike } from '../core/arguments/endpoint.js'
import type { ChannelOptions, ConnectOptions } from '../core/arguments/options.js'
import type { WebSocketLike } from '../core/arguments/web-socket-like.js'
import type { Connection } from '../core/lifecycle/connection.js'
import { ChannelBase, channelOf } from '../core/channel-base.js'
import type { Frame, Sendable } from '../core/frame.js'

/**
 * One WebSocket connection as a `stream` and a `sink`, over `globalThis.WebSocket`. It does without `isomorphic-ws`, which a
 * bundler that sets neither the condition `browser` nor `node` may resolve to `ws`.
 */
export class WebSocketChannel extends ChannelBase<Frame, Sendable> {
  /** Connects as `BrowserWebSocketChannel.connect` does. */
  static connect(url: string | UrlLike, options: ConnectOptions = {}): WebSocketChannel {
    return channel(connectWebSocket({ url, platform: globalWebSocket }, options))
  }

  /** Wraps an existing socket as `BrowserWebSocketChannel.from` does. */
  static from(socket: WebSocketLike, options: ChannelOptions = {}): WebSocketChannel {
    return channel(adoptWebSocket(socket, options))
  }
}

// Outside of the class: esbuild renames a class that refers to itself.
function channel(connection: Connection): WebSocketChannel {
  return channelOf(WebSocketChannel, connection)
}
