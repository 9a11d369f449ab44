import { channelSettings } from '../arguments/check-options.js'
import { attempt } from '../attempt.js'
import type { Channel, ChannelSink, CloseInfo } from '../channel.js'
import { markAsHandled } from '../handled.js'
import { CONNECTING, type Lifecycle, OPEN } from '../lifecycle/lifecycle.js'
import type { StreamSettings } from '../receiving/frame-stream.js'
import type { StreamSource } from '../sending/pull-source.js'
import type { CorePromises, LowerCore } from './channel-core.js'
import { ForeignReader } from './foreign-reader.js'
import { addFromSource } from './foreign-source.js'

/**
 * The core of a channel that is not one of this library, for one layer. It uses the public interface alone: the iterator
 * reads the stream, so that backpressure holds, and a failure of the layer aborts the channel.
 */
export class ForeignCore<In, Out> implements LowerCore<In, Out> {
  /** The defaults of a channel's options. */
  readonly settings: StreamSettings = channelSettings({}, '')
  /** The iterator can always wait. */
  readonly socket: { readonly pause: true } = { pause: true }
  readonly url: undefined
  /** Its messages may be any values, and not all can be held as they are. */
  readonly hasSources = true
  readonly stream: ForeignReader<In>
  readonly #channel: Channel<In, Out>
  #info: CloseInfo | undefined
  #failure: { readonly error: unknown } | undefined

  constructor(channel: Channel<In, Out>) {
    this.#channel = channel
    void channel.closed.then((info) => (this.#info = info))
    this.stream = new ForeignReader(channel, () => this.#failure)
  }

  get sink(): ChannelSink<Out> {
    return this.#channel.sink
  }

  get protocol(): string {
    return this.#channel.protocol
  }

  get promises(): CorePromises {
    const { ready: open, closed, states, sink } = this.#channel
    return { open, closed, done: sink.done, states }
  }

  get lifecycle(): Lifecycle {
    const { state, closeCode = 1006, closeReason = '' } = this.#channel
    const opened = this.stream.hasOpened
    if (state === 'connecting') return CONNECTING
    if (state === 'open') return OPEN
    if (state === 'closing') return { name: 'closing', opened, request: {} }
    const info = this.#info ?? infoOf(closeCode, closeReason)
    return { name: 'closed', opened, info, errorBox: this.#failure, request: undefined }
  }

  addFrom<Value>(source: StreamSource<Value>, add: (value: Value) => void): Promise<void> {
    return markAsHandled(addFromSource(this.#channel, source, add))
  }

  endWithError(error: unknown): void {
    this.#failure ??= { error }
    // A heartbeat calls this in a timer, where an exception would end the process.
    attempt(() => {
      this.#channel.abort(error)
    })
  }

  abort(reason?: unknown): void {
    this.#channel.abort(reason)
  }
}

/** What is known of an end before the promise `closed` has resolved. */
function infoOf(code: number, reason: string): CloseInfo {
  const isFailure = code === 1006
  return { code, reason, wasClean: !isFailure, initiator: isFailure ? 'failure' : 'remote' }
}
