import type { Observable } from 'rxjs'
import type {
  Channel,
  ChannelSink,
  ChannelState,
  ChannelStream,
  CloseInfo,
  Layer,
} from './channel.js'
import { Connection } from './lifecycle/connection.js'
import type { Frame, Sendable } from './frame.js'

/** A channel over one socket. Each platform's class makes its connections in its own way. */
export abstract class SocketChannel implements Channel<Frame, Sendable> {
  readonly #connection: Connection

  /** @internal */
  protected constructor(connection: Connection) {
    // JavaScript may call it as it would the platform's WebSocket.
    if (!(connection instanceof Connection)) {
      throw new TypeError('Cannot connect with new: use connect')
    }
    this.#connection = connection
  }

  get stream(): ChannelStream<Frame> {
    return this.#connection.stream
  }

  get sink(): ChannelSink<Sendable> {
    return this.#connection.sink
  }

  get ready(): Promise<void> {
    return this.#connection.promises.open
  }

  get closed(): Promise<CloseInfo> {
    return this.#connection.promises.closed
  }

  get state(): ChannelState {
    return this.#connection.lifecycle.name
  }

  get states(): Observable<ChannelState> {
    return this.#connection.promises.states
  }

  get protocol(): string {
    return this.#connection.protocol
  }

  get closeCode(): number | undefined {
    return this.#connection.lifecycle.info?.code
  }

  get closeReason(): string | undefined {
    return this.#connection.lifecycle.info?.reason
  }

  pipe(): this
  pipe<A>(first: Layer<this, A>): A
  pipe<A, B>(first: Layer<this, A>, second: Layer<A, B>): B
  pipe<A, B, C>(first: Layer<this, A>, second: Layer<A, B>, third: Layer<B, C>): C
  pipe<A, B, C, D>(
    first: Layer<this, A>,
    second: Layer<A, B>,
    third: Layer<B, C>,
    fourth: Layer<C, D>,
  ): D
  pipe(...layers: readonly Layer<never, unknown>[]): unknown {
    return layers.reduce<unknown>((channel, layer) => layer(channel as never), this)
  }

  abort(reason?: unknown): void {
    this.#connection.abort(reason)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sink.close()
  }
}
