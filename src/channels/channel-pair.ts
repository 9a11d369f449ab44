import { memoryPair } from '../adapters/memory/socket.js'
import type { Channel } from '../core/channel.js'
import { Connection } from '../core/lifecycle/connection.js'
import type { Frame, Sendable } from '../core/frame.js'
import type { ChannelOptions } from '../core/arguments/options.js'
import { channelSettings } from '../core/arguments/check-options.js'
import { SocketChannel } from '../core/socket-channel.js'

/**
 * Makes two joined channels in memory, both open: what one adds the other's stream gives, and closing one closes the other
 * with that code. The first is the client's side, the second the server's, which may close with more codes.
 *
 * @param options Apply to both. There are no ping frames, so `keepAlive` is without effect.
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number is out of range or a word unknown.
 */
export function channelPair(
  options: ChannelOptions = {},
): [client: Channel<Frame, Sendable>, server: Channel<Frame, Sendable>] {
  const settings = channelSettings(options)
  const [client, server] = memoryPair()
  return [
    new MemoryChannel(new Connection({ socket: client }, settings)),
    new MemoryChannel(new Connection({ socket: server }, settings)),
  ]
}

class MemoryChannel extends SocketChannel {
  constructor(connection: Connection) {
    super(connection)
  }
}
