import {
  adoptNode,
  connectNode,
  fastPathRefusal,
  isFast,
  type NodeWebSocketLike,
} from '../adapters/node/connect.js'
import type { FastPathRefusal } from '../adapters/node/fast-path-options.js'
import type { NodeChannelOptions, NodeConnectOptions } from '../adapters/node/options.js'
import type { UrlLike } from '../core/arguments/endpoint.js'
import type { ResponseHeaders } from '../core/errors.js'
import type { Connection } from '../core/lifecycle/connection.js'
import type { Frame, Sendable } from '../core/frame.js'
import { ChannelBase, channelOf, CORE } from '../core/channel-base.js'

/**
 * One WebSocket connection over `ws`, with headers, TLS options, an agent, ping frames, `maxPayload` and compression.
 *
 * @example
 * ```ts
 * import { NodeWebSocketChannel } from 'web-socket-channel/node'
 *
 * const headers = { authorization: 'Bearer token' }
 * const channel = NodeWebSocketChannel.connect('wss://echo.example', { headers })
 * channel.stream.subscribe({
 *   next: (frame) => console.log(frame),
 *   error: (error) => console.error(error.message),
 * })
 * channel.sink.add('Hello!')
 * ```
 */
export class NodeWebSocketChannel extends ChannelBase<Frame, Sendable> {
  /** @internal Only declared, as in the base class. */
  declare readonly [CORE]: Connection

  /**
   * Starts to connect, and returns at once. A network failure never throws: `ready` rejects and `stream` errors with it.
   *
   * @param url `ws:` or `wss:`; `http:` and `https:` are mapped to them.
   * @param options Options of the connection and of the channel.
   * @throws {SyntaxError} If the URL or a subprotocol is invalid.
   * @throws {TypeError} If an argument, option or header is invalid.
   * @throws {RangeError} If a number is out of range or a word is unknown.
   */
  static connect(url: string | UrlLike, options: NodeConnectOptions = {}): NodeWebSocketChannel {
    return channel(connectNode(url, options))
  }

  /**
   * Wraps an existing socket of `ws`, in any state. A socket of a `WebSocketServer` is the server's side. Nobody else should
   * listen to it or close it from then on. If it is closing or closed, `ready` rejects and the channel ends.
   *
   * @param socket The socket. Its state may be any.
   * @param options Options of the channel.
   * @throws {TypeError} If it is not a WebSocket, a channel has it already, or an option has the wrong type or is unknown.
   * @throws {RangeError} If a number is out of range or a word is unknown.
   */
  static from(socket: NodeWebSocketLike, options: NodeChannelOptions = {}): NodeWebSocketChannel {
    return channel(adoptNode(socket, options))
  }

  /**
   * Headers of the server's answer to the opening handshake, with names in lower case; `set-cookie` is an array, and
   * `sec-websocket-accept` is left out. `undefined` until open, and where the socket was open before the channel or the platform does not show them.
   */
  get headers(): ResponseHeaders | undefined {
    return this[CORE].headers
  }

  /**
   * Whether frames take the fast path now. `false` before open, after the end, and where `ws` has to read and write. See
   * docs/performance.md.
   */
  get isFast(): boolean {
    return isFast(this[CORE])
  }

  /** Why the open channel does not take the fast path; `undefined` if it does, before opening and after the end. */
  get fastPathRefusal(): FastPathRefusal | undefined {
    return fastPathRefusal(this[CORE])
  }
}

// Outside of the class: esbuild renames a class that refers to itself.
function channel(connection: Connection): NodeWebSocketChannel {
  return channelOf(NodeWebSocketChannel, connection)
}
