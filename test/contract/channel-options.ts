import type { ChannelOptions, ConnectOptions } from '../../src/core/arguments/options.js'

/** The options of a case for a channel that does not connect by itself: without those that only `connect` has. */
export function channelOptions(options: ConnectOptions): ChannelOptions {
  const { closeTimeout, highWaterMark, keepAlive, maxHeldBytes, signal, unobserved } = options
  return { closeTimeout, highWaterMark, keepAlive, maxHeldBytes, signal, unobserved }
}
