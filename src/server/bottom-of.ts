import type { ChannelSink } from '../core/channel.js'
import type { LayeredSink } from '../core/layering/layered-sink.js'
import type { SocketSink } from '../core/sending/socket-sink.js'

/**
 * What the sinks of this library have beside the public interface. They are recognized by these properties and not by their
 * classes, because a channel may be of another copy of the package.
 */
export type AnySink = ChannelSink<unknown> &
  Partial<Pick<LayeredSink<unknown, unknown>, 'encoder' | 'lowerSink'>> &
  Partial<Pick<SocketSink, 'isFlushed' | 'writeGathered'>> & {
    /** The sink of the connection that a reconnecting channel has now. */
    readonly presentSink?: ChannelSink<unknown> | undefined
  }

/** The sink below one of a layer; `undefined` for every other one, and for sinks of users that throw. */
export function lowerOf(sink: AnySink): AnySink | undefined {
  try {
    return sink.lowerSink
  } catch {
    return undefined
  }
}

/** The sink at the bottom of layers. */
export function bottomOf(sink: AnySink): AnySink {
  let bottom = sink
  for (let lower = lowerOf(bottom); lower; lower = lowerOf(bottom)) bottom = lower
  return bottom
}

/** The sink of the connection that a reconnecting channel has now. */
export function presentOf(sink: AnySink): AnySink | undefined {
  try {
    return sink.presentSink
  } catch {
    return undefined
  }
}
