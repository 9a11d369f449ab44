import type { Channel } from '../channel.js'
import { layersOf } from '../receiving/stream-layers.js'
import { coreOf } from './core-of.js'

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
