import type { Channel } from '../channel.js'
import { CONNECTING, type Lifecycle, OPEN } from '../lifecycle/lifecycle.js'
import type { StreamSettings } from '../receiving/frame-stream.js'
import type { CorePromises, LowerCore } from './channel-core.js'
import { ForeignReader } from './foreign-reader.js'
import { ForeignSink } from './foreign-sink.js'

// The defaults of a channel's options.
const SETTINGS: StreamSettings = {
  highWaterMark: 1_048_576,
  maxHeldBytes: 16_777_216,
  unobserved: 'hold',
}

/**
 * The core of a channel that is not one of this library, for one layer. It uses the public interface alone: the iterator
 * reads the stream, so that backpressure holds, and a failure of the layer aborts the channel.
 */
export class ForeignCore<In, Out> implements LowerCore<In, Out> {
  readonly settings: StreamSettings = SETTINGS
  /** The iterator can always wait. */
  readonly socket: { readonly pause: true } = { pause: true }
  readonly url: undefined
  readonly stream: ForeignReader<In>
  readonly sink: ForeignSink<Out>
  readonly #channel: Channel<In, Out>
  #failure: { readonly error: unknown } | undefined

  constructor(channel: Channel<In, Out>) {
    this.#channel = channel
    this.sink = new ForeignSink(channel)
    this.stream = new ForeignReader(channel, () => this.#failure)
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
    const isFailure = closeCode === 1006
    const initiator = isFailure ? 'failure' : 'remote'
    const info = { code: closeCode, reason: closeReason, wasClean: !isFailure, initiator } as const
    return { name: 'closed', opened, info, errorBox: this.#failure, request: undefined }
  }

  endWithError(error: unknown): void {
    this.#failure ??= { error }
    this.#channel.abort(error)
  }

  abort(reason?: unknown): void {
    this.#channel.abort(reason)
  }
}
