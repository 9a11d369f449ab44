import type { Channel } from '../channel.js'
import { type ChannelBase, CORE } from '../channel-base.js'
import type { ChannelCore, LowerCore } from './channel-core.js'
import { ForeignCore } from './foreign-core.js'

/** Returns the core of a channel, which only one of this copy of the package has. */
export function coreOf<In, Out>(channel: Channel<In, Out>): ChannelCore<In, Out> | undefined {
  return (channel as Partial<ChannelBase<In, Out>>)[CORE]
}

/** Returns the core of any channel: one without a core is read by its iterator. */
export function lowerCoreOf<In, Out>(channel: Channel<In, Out>): LowerCore<In, Out> {
  return coreOf(channel) ?? new ForeignCore(channel)
}
