import type { Observable } from 'rxjs'
import type { Channel, Layer } from '../../core/channel.js'
import { ChannelBase, channelOf } from '../../core/channel-base.js'
import type { Frame, Sendable } from '../../core/frame.js'
import { HeartbeatLayer } from './heartbeat-layer.js'
import { type HeartbeatOptions, heartbeatSettings } from './options.js'

/** A channel with a heartbeat. */
export interface HeartbeatChannel<In, Out> extends Channel<In, Out> {
  /**
   * Milliseconds from each message of the heartbeat to its first reply. Replays the last value, completes at the end of the channel,
   * and never errors. Without `isReply` it emits no values.
   */
  readonly latency: Observable<number>
}

/**
 * Finds out that the peer is gone on platforms without ping frames, or with the heartbeats of a protocol. When nothing has arrived for
 * `interval`, it sends `message`. When nothing arrives within `timeout` after that, the channel ends at once with
 * `KeepAliveTimeoutError`, without a closing handshake. Any message that arrives counts, also one that a layer takes out of the stream.
 * A message that is still on its way counts when it is complete.
 *
 * The message is sent behind everything that was added before. While those bytes leave, the answer is due later: at most 12 times
 * `timeout` after the last of them.
 *
 * It starts when the channel is open and stops at `close`. While an iteration keeps the socket paused nothing is sent and nobody is
 * declared gone; then the interval begins anew. What `message`, `isReply` or `answer` throws, and the error of a message that the sink
 * refuses, ends the channel.
 *
 * Use it inside `reconnecting`, as in the example: around it, it would end the channel that is to survive. Where the socket has ping
 * frames, the option `keepAlive` of `connect` does the same, and one of the two is enough.
 *
 * @param options Times in milliseconds, the message, and which messages belong to the heartbeat.
 * @throws {TypeError} If an option is unknown or has the wrong type.
 * @throws {RangeError} If a number is out of range or a word is unknown.
 *
 * @example
 * ```ts
 * import { heartbeat, reconnecting, WebSocketChannel } from 'web-socket-channel'
 *
 * const channel = reconnecting(() =>
 *   WebSocketChannel.connect('wss://echo.example').pipe(
 *     heartbeat({ message: 'ping', isReply: (frame) => frame === 'ping' }),
 *   ),
 * )
 * channel.stream.subscribe((frame) => console.log(frame))
 * channel.sink.add('Hello!')
 * ```
 */
export function heartbeat<In = Frame, Out = Sendable>(
  options: HeartbeatOptions<NoInfer<In>, NoInfer<Out>> = {},
): Layer<Channel<In, Out>, HeartbeatChannel<In, Out>> {
  const settings = heartbeatSettings<In, Out>(options)
  return (channel) => {
    const layer = new HeartbeatLayer(channel, settings)
    return channelOf<In, Out, HeartbeatBase<In, Out>>(HeartbeatBase, layer.core, layer)
  }
}

class HeartbeatBase<In, Out> extends ChannelBase<In, Out> implements HeartbeatChannel<In, Out> {
  readonly #layer: HeartbeatLayer<In, Out>

  constructor(core: object, layer: HeartbeatLayer<In, Out>) {
    super(core)
    this.#layer = layer
  }

  get latency(): Observable<number> {
    return this.#layer.latency.values
  }
}
