import { adoptNode, connectNode } from './adapters/node.js'
import type { ChannelOptions, ConnectOptions } from './core/options.js'
import { SocketChannel } from './core/socket-channel.js'
import type { UrlLike } from './core/target.js'
import type { WebSocketLike } from './core/web-socket-like.js'

/** What `WebSocketChannel` is on Node, Bun and Deno: over `ws`, with the defaults of `NodeWebSocketChannel`. */
export class WebSocketChannel extends SocketChannel {
  /** As on every platform: see `web-socket-channel.ts`. */
  static connect(url: string | UrlLike, options: ConnectOptions = {}): WebSocketChannel {
    return new WebSocketChannel(connectNode(url, options))
  }

  /** As on every platform: see `web-socket-channel.ts`. A socket of `ws` may be the server's side. */
  static from(socket: WebSocketLike, options: ChannelOptions = {}): WebSocketChannel {
    return new WebSocketChannel(adoptNode(socket, options))
  }
}
