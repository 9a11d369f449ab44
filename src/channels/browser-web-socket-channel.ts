import { adoptWebSocket, connectWebSocket } from '../adapters/whatwg/connect.js'
import type { ChannelOptions, ConnectOptions } from '../core/arguments/options.js'
import { SocketChannel } from '../core/socket-channel.js'
import type { UrlLike } from '../core/arguments/endpoint.js'
import type { WebSocketConstructor, WebSocketLike } from '../core/arguments/web-socket-like.js'

/** A channel over `globalThis.WebSocket`, or any object with the WHATWG `WebSocket` interface. */
export class BrowserWebSocketChannel extends SocketChannel {
  /**
   * Connects, and returns at once: a network failure never throws, `ready` and `stream` tell it.
   *
   * @param url `ws:` or `wss:`; `http:` and `https:` are mapped to them. A relative one counts from the page's address, in a
   * web worker from its script's.
   * @throws {SyntaxError} If the URL or a subprotocol is invalid, or the URL relative where there is no such address.
   * @throws {TypeError} If an argument or option has the wrong type, or the platform has no `WebSocket`.
   * @throws {RangeError} If a number is out of range or a word unknown.
   */
  static connect(url: string | UrlLike, options: ConnectOptions = {}): BrowserWebSocketChannel {
    return new BrowserWebSocketChannel(connectWebSocket({ url, platform }, options))
  }

  /**
   * Takes over a socket that exists, in any state. Nobody else should listen to it or close it from then on. For one that
   * is closing or closed, `ready` rejects and the channel ends.
   *
   * @throws {TypeError} If it is no WebSocket, or an option has the wrong type.
   * @throws {RangeError} If a number is out of range or a word unknown.
   */
  static from(socket: WebSocketLike, options: ChannelOptions = {}): BrowserWebSocketChannel {
    return new BrowserWebSocketChannel(adoptWebSocket(socket, options))
  }
}

// Looked up when called: a test may have put another class there since the import.
function platform(): WebSocketConstructor | undefined {
  return (globalThis as { readonly WebSocket?: WebSocketConstructor }).WebSocket
}
