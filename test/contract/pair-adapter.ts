import type { ChannelOptions } from '../../src/core/arguments/options.js'
import { ChannelPeer } from '../peer/channel-peer.js'
import type { Adapter, AnyChannel } from './adapter.js'
import type { Missing } from './capability.js'
import { channelOptions } from './channel-options.js'

/** Both ends of a connection, in one process. */
export interface Pair {
  readonly own: AnyChannel
  readonly other: AnyChannel
}

/** The adapter of one side of a pair: the other one is the peer. */
export function pairAdapter(
  name: string,
  how: {
    readonly missing: Missing
    pair(options: ChannelOptions): Pair | Promise<Pair>
    readonly stop?: () => Promise<void>
  },
): Adapter {
  return {
    name,
    missing: how.missing,
    ...(how.stop && { stop: how.stop }),
    async start(script, options) {
      const { own, other } = await how.pair(channelOptions(options))
      return { channel: own, peer: new ChannelPeer(other, script) }
    },
  }
}
