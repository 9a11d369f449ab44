import type { Channel } from '../channel.js'
import { ChannelBase, channelOf } from '../channel-base.js'
import { lowerCoreOf } from './core-of.js'
import { LayerCore, type LayerHooks } from './layer-core.js'

/** Puts a layer that only hooks into the messages around a channel. */
export function layered<LowIn, LowOut, In, Out>(
  channel: Channel<LowIn, LowOut>,
  hooks: LayerHooks<LowIn, LowOut, In, Out>,
): Channel<In, Out> {
  return channelOf<In, Out, ChannelBase<In, Out>>(ChannelBase, layerCore(channel, hooks))
}

/** Makes the core of a layer around any channel. */
export function layerCore<LowIn, LowOut, In, Out>(
  channel: Channel<LowIn, LowOut>,
  hooks: LayerHooks<LowIn, LowOut, In, Out>,
): LayerCore<LowIn, LowOut, In, Out> {
  return new LayerCore(lowerCoreOf(channel), hooks)
}
