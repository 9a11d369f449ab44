import type { Observable } from 'rxjs'
import { expectType } from '../../core/arguments/check-options.js'
import type { Channel } from '../../core/channel.js'
import { ChannelBase, channelOf } from '../../core/channel-base.js'
import { type Attempt, type ReconnectOptions, reconnectSettings } from './options.js'
import { ReconnectingCore } from './reconnecting-core.js'
import type { ReconnectStatus } from './status.js'

/** A channel that opens another connection when it has lost one. */
export interface ReconnectingChannel<In, Out> extends Channel<In, Out> {
  /** Where it stands now. */
  readonly status: ReconnectStatus
  /** Emits the current status, then each other one; completes after `'closed'`. */
  readonly statuses: Observable<ReconnectStatus>
  /**
   * Emits the present connection, if there is one, then each other one once its `onOpen` is done, before what was queued is sent. By
   * then the channel receives its messages. Completes when the channel ends.
   */
  readonly connections: Observable<Channel<In, Out>>
  /**
   * Opens another connection now: ends the wait, or drops the present connection. While an attempt is under way, while closing and
   * after the end it does nothing.
   */
  reconnect(): void
}

/**
 * Makes one channel of many connections: when one is lost, another is opened. `stream` goes on, and what is added meanwhile is
 * queued. It comes back after everything but your own `close`, `abort` and signal, and failures after which another attempt would
 * fail as well; the guide on reconnecting lists them.
 *
 * @param open Returns a new channel, or a promise of one; called for each attempt, so that it can fetch a token each time. What it
 * throws fails the attempt, but a `SyntaxError`, `TypeError` or `RangeError` ends the channel.
 * @param options Delays, limits and the queue; and the options of a channel, for the channel as a whole.
 * @throws {TypeError} If an argument or option has the wrong type, or an option is unknown.
 * @throws {RangeError} If a number is out of range or a word is unknown.
 *
 * @example
 * ```ts
 * import { reconnecting, WebSocketChannel } from 'web-socket-channel'
 *
 * const channel = reconnecting(() => WebSocketChannel.connect('wss://echo.example'))
 * channel.statuses.subscribe((status) => console.log(status.name))
 * channel.stream.subscribe((frame) => console.log(frame))
 * channel.sink.add('Hello!')
 * ```
 */
export function reconnecting<In, Out>(
  open: (attempt: Attempt) => Channel<In, Out> | PromiseLike<Channel<In, Out>>,
  options: ReconnectOptions<NoInfer<In>, NoInfer<Out>> = {},
): ReconnectingChannel<In, Out> {
  expectType('open', open, 'function')
  const settings = reconnectSettings<In, Out>(options)
  const core = new ReconnectingCore({ open, onOpen: settings.onOpen }, settings)
  return channelOf<In, Out, ReconnectingBase<In, Out>>(ReconnectingBase, core)
}

class ReconnectingBase<In, Out>
  extends ChannelBase<In, Out>
  implements ReconnectingChannel<In, Out>
{
  readonly #core: ReconnectingCore<In, Out>

  constructor(core: ReconnectingCore<In, Out>) {
    super(core)
    this.#core = core
  }

  get status(): ReconnectStatus {
    return this.#core.reconnector.status.value
  }

  get statuses(): Observable<ReconnectStatus> {
    return this.#core.reconnector.status.statuses
  }

  get connections(): Observable<Channel<In, Out>> {
    return this.#core.connections.connections
  }

  reconnect(): void {
    this.#core.reconnector.reconnect()
  }
}
