import type { Channel } from '../channel.js'
import { ChannelBase, channelOf, CORE } from '../channel-base.js'
import { ForeignCore } from './foreign-core.js'
import { LayerCore, type LayerHooks } from './layer-core.js'

/** Puts a layer that only hooks into the messages around a channel. */
export function layered<LowIn, LowOut, In, Out>(
  channel: Channel<LowIn, LowOut>,
  hooks: LayerHooks<LowIn, LowOut, In, Out>,
): Channel<In, Out> {
  return channelOf<In, Out, ChannelBase<In, Out>>(ChannelBase, layerCore(channel, hooks))
}

/** Makes the core of a layer around any channel: one of this copy of the package has a core, any other is read by its iterator. */
export function layerCore<LowIn, LowOut, In, Out>(
  channel: Channel<LowIn, LowOut>,
  hooks: LayerHooks<LowIn, LowOut, In, Out>,
): LayerCore<LowIn, LowOut, In, Out> {
  const { [CORE]: core = new ForeignCore(channel) } = channel as Partial<ChannelBase<LowIn, LowOut>>
  return new LayerCore(core, hooks)
}
