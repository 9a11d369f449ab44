import type { Channel } from '../channel.js'
import { type ChannelBase, CORE } from '../channel-base.js'
import { layersOf } from '../receiving/stream-layers.js'
import type { LowerCore } from './channel-core.js'

/**
 * Calls an observer each time that a reconnecting channel, perhaps below layers, has another connection, before anything queued
 * is sent. Returns a function that stops that.
 */
export function onConnected(channel: Channel<unknown, never>, observer: () => void): () => void {
  const core = coreOf(channel)
  return core ? layersOf(core.stream).onConnected(observer) : () => undefined
}

/** Whether a channel is a reconnecting one, perhaps below layers, that has no connection now. */
export function awaitsConnection(channel: Channel<unknown, never>): boolean {
  return coreOf(channel)?.awaitsConnection ?? false
}

function coreOf(channel: object): LowerCore<never, never> | undefined {
  return (channel as Partial<ChannelBase<never, never>>)[CORE]
}
