import { adoptWebSocket, connectWebSocket } from '../adapters/whatwg/connect.js'
import { globalWebSocket } from '../adapters/whatwg/global.js'
import type { UrlLike } from '../core/arguments/endpoint.js'
import type { ChannelOptions, ConnectOptions } from '../core/arguments/options.js'
import type { WebSocketLike } from '../core/arguments/web-socket-like.js'
import type { Connection } from '../core/lifecycle/connection.js'
import type { Frame, Sendable } from '../core/frame.js'
import { channelOf, ChannelBase } from '../core/channel-base.js'

/**
 * One WebSocket connection over `globalThis.WebSocket`, or over any object with the WHATWG `WebSocket` interface.
 *
 * @example
 * ```ts
 * import { BrowserWebSocketChannel } from 'web-socket-channel/browser'
 *
 * const channel = BrowserWebSocketChannel.connect('wss://echo.example')
 * channel.stream.subscribe({
 *   next: (frame) => console.log(frame),
 *   error: (error) => console.error(error.message),
 * })
 * channel.sink.add('Hello!')
 * ```
 */
export class BrowserWebSocketChannel extends ChannelBase<Frame, Sendable> {
  /**
   * Starts to connect, and returns at once. A network failure never throws: `ready` rejects and `stream` errors with it.
   *
   * @param url `ws:` or `wss:`; `http:` and `https:` are mapped to them. A relative URL is resolved against the document's
   * base URL, in a web worker against the URL of its script.
   * @param options Options of the connection and of the channel.
   * @throws {SyntaxError} If the URL or a subprotocol is invalid, or the URL is relative where there is no such address.
   * @throws {TypeError} If an argument or option has the wrong type, an option is unknown, or the platform has no `WebSocket`.
   * @throws {RangeError} If a number is out of range or a word is unknown.
   */
  static connect(url: string | UrlLike, options: ConnectOptions = {}): BrowserWebSocketChannel {
    return channel(connectWebSocket({ url, platform: globalWebSocket }, options))
  }

  /**
   * Wraps an existing socket, in any state. Nobody else should listen to it or close it from then on. If it is closing or
   * closed, `ready` rejects and the channel ends.
   *
   * @param socket The socket. Its state may be any.
   * @param options Options of the channel.
   * @throws {TypeError} If it is not a WebSocket, or an option has the wrong type or is unknown.
   * @throws {RangeError} If a number is out of range or a word is unknown.
   */
  static from(socket: WebSocketLike, options: ChannelOptions = {}): BrowserWebSocketChannel {
    return channel(adoptWebSocket(socket, options))
  }
}

// Outside of the class: esbuild renames a class that refers to itself.
function channel(connection: Connection): BrowserWebSocketChannel {
  return channelOf(BrowserWebSocketChannel, connection)
}
