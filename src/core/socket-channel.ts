import type { Observable } from 'rxjs'
import type {
  Channel,
  ChannelSink,
  ChannelState,
  ChannelStream,
  CloseInfo,
  Layer,
} from './channel.js'
import { shownUrl } from './arguments/endpoint.js'
import { Connection } from './lifecycle/connection.js'
import type { Frame, Sendable } from './frame.js'

/** The key of a channel's connection, for other code of this package. It is not exported to users. */
export const CONNECTION: unique symbol = /* @__PURE__ */ Symbol('connection')

/** A channel over one socket. Each platform's class creates the connection in its own way. */
export class SocketChannel implements Channel<Frame, Sendable> {
  /** @internal Only declared: esbuild keeps an unused class that has a computed field. */
  declare readonly [CONNECTION]: Connection

  /** Channels are created by `connect` and `from`. */
  protected constructor(connection: object) {
    // JavaScript users may call it as they call `new WebSocket(url)`.
    if (!(connection instanceof Connection)) {
      throw new TypeError('Cannot connect with new: use connect')
    }
    this[CONNECTION] = connection
  }

  get stream(): ChannelStream<Frame> {
    return this[CONNECTION].stream
  }

  get sink(): ChannelSink<Sendable> {
    return this[CONNECTION].sink
  }

  get ready(): Promise<void> {
    return this[CONNECTION].promises.open
  }

  get closed(): Promise<CloseInfo> {
    return this[CONNECTION].promises.closed
  }

  get state(): ChannelState {
    return this[CONNECTION].lifecycle.name
  }

  get states(): Observable<ChannelState> & AsyncIterable<ChannelState> {
    return this[CONNECTION].promises.states
  }

  get protocol(): string {
    return this[CONNECTION].protocol
  }

  get closeCode(): number | undefined {
    return this[CONNECTION].lifecycle.info?.code
  }

  get closeReason(): string | undefined {
    return this[CONNECTION].lifecycle.info?.reason
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
  pipe<A, B, C, D, E>(
    first: Layer<this, A>,
    second: Layer<A, B>,
    third: Layer<B, C>,
    fourth: Layer<C, D>,
    fifth: Layer<D, E>,
  ): E
  pipe<A, B, C, D, E, F>(
    first: Layer<this, A>,
    second: Layer<A, B>,
    third: Layer<B, C>,
    fourth: Layer<C, D>,
    fifth: Layer<D, E>,
    sixth: Layer<E, F>,
  ): F
  pipe(...layers: readonly Layer<never, unknown>[]): unknown {
    return layers.reduce<unknown>((channel, layer) => layer(channel as never), this)
  }

  abort(reason?: unknown): void {
    this[CONNECTION].abort(reason)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sink.close()
  }
}

/** Creates a channel of a class, whose constructor is protected because users call `connect` and `from`. */
export function channelOf<T extends SocketChannel>(
  Class: { readonly prototype: T },
  connection: Connection,
): T {
  // Not a method of the class: esbuild keeps an unused class that has a key of this kind.
  const prototype: SocketChannel & Inspectable = SocketChannel.prototype
  prototype[INSPECT] ??= inspect
  // TypeScript has no type for a class whose protected constructor this module may call.
  return new (Class as unknown as new (connection: Connection) => T)(connection)
}

/** The method that `console.log` calls on Node, Bun and Deno. */
const INSPECT: unique symbol = /* @__PURE__ */ Symbol.for('nodejs.util.inspect.custom')

interface Inspectable {
  [INSPECT]?: (this: SocketChannel) => string
}

function inspect(this: SocketChannel): string {
  const { state, protocol, closeCode } = this
  const shown = { state, url: shownUrl(this[CONNECTION].url), protocol, closeCode }
  return `${this.constructor.name} ${JSON.stringify(shown)}`
}
