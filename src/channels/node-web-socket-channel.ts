import { adoptNode, connectNode, isFast, type NodeWebSocketLike } from '../adapters/node/connect.js'
import type { NodeChannelOptions, NodeConnectOptions } from '../adapters/node/options.js'
import type { Connection } from '../core/lifecycle/connection.js'
import { SocketChannel } from '../core/socket-channel.js'
import type { UrlLike } from '../core/arguments/endpoint.js'

/** A channel over `ws`: with headers, TLS options, an agent, ping frames, `maxPayload` and compression. */
export class NodeWebSocketChannel extends SocketChannel {
  readonly #connection: Connection

  /** @internal */
  protected constructor(connection: Connection) {
    super(connection)
    this.#connection = connection
  }

  /**
   * Connects, and returns at once: a network failure never throws, `ready` and `stream` tell it.
   *
   * @param url `ws:` or `wss:`; `http:` and `https:` are mapped to them.
   * @throws {SyntaxError} If the URL or a subprotocol is invalid.
   * @throws {TypeError} If an argument, option or header is invalid.
   * @throws {RangeError} If a number is out of range or a word unknown.
   */
  static connect(url: string | UrlLike, options: NodeConnectOptions = {}): NodeWebSocketChannel {
    return new NodeWebSocketChannel(connectNode(url, options))
  }

  /**
   * Takes over a socket of `ws`, in any state; one of a `WebSocketServer` as the server's side. Nobody else should listen
   * to it or close it from then on. For one that is closing or closed, `ready` rejects and the channel ends.
   *
   * @throws {TypeError} If it is no WebSocket, a channel has it already, or an option has the wrong type.
   * @throws {RangeError} If a number is out of range or a word unknown.
   */
  static from(socket: NodeWebSocketLike, options: NodeChannelOptions = {}): NodeWebSocketChannel {
    return new NodeWebSocketChannel(adoptNode(socket, options))
  }

  /**
   * Whether frames take the fast path now: not before opening, after the end, and where `ws` has to do everything. See
   * docs/performance.md.
   */
  get isFast(): boolean {
    return isFast(this.#connection)
  }
}
