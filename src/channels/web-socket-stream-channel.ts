import {
  connectWebSocketStream,
  type WebSocketStreamOptions,
} from '../adapters/websocket-stream/connect.js'
import type { UrlLike } from '../core/arguments/endpoint.js'
import { channelOf, ChannelBase } from '../core/channel-base.js'
import type { Frame, Sendable } from '../core/frame.js'
import type { Connection } from '../core/lifecycle/connection.js'

/**
 * One WebSocket connection over the platform's `WebSocketStream`, which Chromium has. In a page only this socket can be paused,
 * so only here a slow `for await` slows down the server: guarantee 10.
 *
 * @example
 * ```ts no-run
 * import { WebSocketStreamChannel } from 'web-socket-channel/websocket-stream'
 *
 * const channel = WebSocketStreamChannel.connect('wss://echo.example')
 * channel.sink.add('Hello!')
 * for await (const frame of channel.stream) console.log(frame)
 * ```
 */
export class WebSocketStreamChannel extends ChannelBase<Frame, Sendable> {
  /**
   * Starts to connect, and returns at once. A network failure never throws: `ready` rejects and `stream` errors with it.
   *
   * @param url `ws:` or `wss:`; `http:` and `https:` are mapped to them. A relative URL is resolved against the document's
   * base URL, in a web worker against the URL of its script.
   * @param options Options of the connection and of the channel.
   * @throws {SyntaxError} If the URL or a subprotocol is invalid, or the URL is relative where there is no such address.
   * @throws {TypeError} If an argument or option has the wrong type, an option is unknown, or the platform has no
   * `WebSocketStream`.
   * @throws {RangeError} If a number is out of range or a word is unknown.
   */
  static connect(
    url: string | UrlLike,
    options: WebSocketStreamOptions = {},
  ): WebSocketStreamChannel {
    return channel(connectWebSocketStream(url, options))
  }
}

// Outside of the class: esbuild renames a class that refers to itself.
function channel(connection: Connection): WebSocketStreamChannel {
  return channelOf(WebSocketStreamChannel, connection)
}
