import type { ChannelOptions } from '../../src/core/arguments/options.js'
import { ChannelPeer } from '../peer/channel-peer.js'
import type { Adapter, AnyChannel } from './adapter.js'
import type { Missing } from './capability.js'
import { channelOptions } from './channel-options.js'

/** The adapter of one side of a pair: the other one is the peer. */
export function pairAdapter(
  name: string,
  how: {
    readonly missing: Missing
    pair(options: ChannelOptions): { readonly own: AnyChannel; readonly other: AnyChannel }
  },
): Adapter {
  return {
    name,
    missing: how.missing,
    start(script, options) {
      const { own, other } = how.pair(channelOptions(options))
      return Promise.resolve({ channel: own, peer: new ChannelPeer(other, script) })
    },
  }
}
