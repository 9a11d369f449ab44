import type { Observable } from 'rxjs'
import type { ChannelSink, ChannelState, ChannelStream, CloseInfo } from '../channel.js'
import type { ErrorBox } from '../lifecycle/close-request.js'
import type { Lifecycle } from '../lifecycle/lifecycle.js'
import type { StreamSettings } from '../receiving/frame-stream.js'
import type { LayeredStream } from '../receiving/stream-layers.js'
import type { Draining } from '../sending/buffer-drain.js'
import type { StreamSource } from '../sending/pull-source.js'

/** The promises and states of a channel. */
export interface CorePromises {
  readonly open: Promise<void>
  readonly closed: Promise<CloseInfo>
  readonly done: Promise<void>
  readonly states: Observable<ChannelState> & AsyncIterable<ChannelState>
}

/** What a layer needs of the channel below it. */
export interface LowerCore<In, Out> {
  readonly lifecycle: Lifecycle
  readonly promises: CorePromises
  readonly protocol: string
  /** Address of the socket, with its credentials; absent for a server's side. */
  readonly url: unknown
  readonly settings: StreamSettings
  readonly stream: LayeredStream<In>
  readonly sink: ChannelSink<Out> & Draining
  /** The socket at the bottom, once it is known; without `pause` if it cannot be paused. */
  readonly socket:
    { readonly pause?: unknown; readonly bytesTaken?: number | undefined } | undefined
  /** Whether messages may come with what they were decoded from, here or below. */
  readonly hasSources?: boolean
  /** Whether it reconnects and has no connection now. */
  readonly awaitsConnection?: boolean
  /** The core below this one; absent at the bottom. */
  readonly lower?: LowerCore<never, never>
  /**
   * Sends all values of a source by calling `add`, with the accounting, the pace and the end of `addStream`.
   *
   * @param add Calls the sink's `add`, directly or through layers that encode.
   */
  addFrom<Value>(source: StreamSource<Value>, add: (value: Value) => void): Promise<void>
  /** Ends the channel as a failure, with the error that `stream` ends with. */
  endWithError(error: unknown): void
  abort(reason?: unknown): void
}

/**
 * The core of a channel of this library, generic in what it carries: what its public face asks, and its layers. A connection
 * implements it over a socket, a layer over the core below.
 */
export interface ChannelCore<In, Out> extends LowerCore<In, Out> {
  readonly stream: ChannelStream<In> &
    LayeredStream<In> & {
      /** Why a message could not be decoded. It is what the stream ends with, also if the channel had ended before. */
      readonly failure: ErrorBox | undefined
    }
}
