import { memoryPair } from '../adapters/memory/socket.js'
import { channelSettings } from '../core/arguments/check-options.js'
import type { ChannelOptions } from '../core/arguments/options.js'
import type { Channel } from '../core/channel.js'
import type { Frame, Sendable } from '../core/frame.js'
import { Connection } from '../core/lifecycle/connection.js'
import { channelOf, ChannelBase } from '../core/channel-base.js'

/**
 * Creates two connected channels in memory, both open. The stream of each emits what is added to the other, and closing one
 * closes the other with the same code. The first is the client's side, the second the server's, which may close with more
 * codes.
 *
 * @param options Apply to both channels. `keepAlive` has no effect: there are no ping frames.
 * @throws {TypeError} If an option has the wrong type or is unknown.
 * @throws {RangeError} If a number is out of range or a word is unknown.
 */
export function channelPair(
  options: ChannelOptions = {},
): [client: Channel<Frame, Sendable>, server: Channel<Frame, Sendable>] {
  const settings = channelSettings(options, '')
  const [client, server] = memoryPair()
  return [
    channelOf(ChannelBase, new Connection({ socket: client }, settings)),
    channelOf(ChannelBase, new Connection({ socket: server }, settings)),
  ]
}
