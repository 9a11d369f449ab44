import type { IncomingMessage } from 'node:http'
import { NodeWebSocketChannel } from '../channels/node-web-socket-channel.js'
import { channelOf } from '../core/channel-base.js'
import type { Frame, Sendable } from '../core/frame.js'
import type { Connection } from '../core/lifecycle/connection.js'

/** The server's side of a connection that `serveChannels` accepted. */
export class ServerChannel<Context = undefined> extends NodeWebSocketChannel {
  /** The request of the opening handshake, with its headers and address. */
  readonly request: IncomingMessage
  /** What `authorize` returned; `undefined` without that option. */
  readonly context: Context

  /** Channels are created by `serveChannels`. */
  protected constructor(core: object, request: IncomingMessage, context: Context) {
    super(core)
    this.request = request
    this.context = context
  }
}

/** Creates the channel of an accepted connection. */
export function serverChannel<Context>(
  connection: Connection,
  request: IncomingMessage,
  context: Context,
): ServerChannel<Context> {
  return channelOf<Frame, Sendable, ServerChannel<Context>>(
    ServerChannel,
    connection,
    request,
    context,
  )
}
