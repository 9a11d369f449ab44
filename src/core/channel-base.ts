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
import type { ChannelCore } from './layering/channel-core.js'

/** The key of a channel's core, for layers and other code of this package. It is not exported to users. */
export const CORE: unique symbol = /* @__PURE__ */ Symbol('core')

/**
 * The public face of a core: over a socket, or over another channel. Each platform's class creates its connections, each layer
 * its cores.
 */
export class ChannelBase<In, Out> implements Channel<In, Out> {
  /** @internal Only declared: esbuild keeps an unused class that has a computed field. */
  declare readonly [CORE]: ChannelCore<In, Out>

  /** Channels are created by `connect` and `from`. */
  protected constructor(core: object) {
    // JavaScript users may call it as they call `new WebSocket(url)`.
    if (!(Object(core) as Partial<ChannelCore<In, Out>>).lifecycle) {
      throw new TypeError('Cannot connect with new: use connect')
    }
    this[CORE] = core as ChannelCore<In, Out>
  }

  get stream(): ChannelStream<In> {
    return this[CORE].stream
  }

  get sink(): ChannelSink<Out> {
    return this[CORE].sink
  }

  get ready(): Promise<void> {
    return this[CORE].promises.open
  }

  get closed(): Promise<CloseInfo> {
    return this[CORE].promises.closed
  }

  get state(): ChannelState {
    return this[CORE].lifecycle.name
  }

  get states(): Observable<ChannelState> & AsyncIterable<ChannelState> {
    return this[CORE].promises.states
  }

  get protocol(): string {
    return this[CORE].protocol
  }

  get closeCode(): number | undefined {
    return this[CORE].lifecycle.info?.code
  }

  get closeReason(): string | undefined {
    return this[CORE].lifecycle.info?.reason
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
    this[CORE].abort(reason)
  }

  /** Calls `sink.close()` and waits for the end, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.sink.close()
  }
}

/**
 * Creates a channel of a class, whose constructor is protected because users call `connect` and `from`.
 *
 * @param more Further arguments of the constructor.
 */
export function channelOf<In, Out, T extends ChannelBase<In, Out>>(
  Class: { readonly prototype: T & ChannelBase<In, Out> },
  core: ChannelCore<In, Out>,
  ...more: readonly unknown[]
): T {
  // Not a method of the class: esbuild keeps an unused class that has a key of this kind.
  const prototype = ChannelBase.prototype as Inspectable
  prototype[INSPECT] ??= inspect
  // TypeScript has no type for a class whose protected constructor this module may call.
  return new (Class as unknown as new (...values: readonly unknown[]) => T)(core, ...more)
}

/** The method that `console.log` calls on Node, Bun and Deno. */
const INSPECT: unique symbol = /* @__PURE__ */ Symbol.for('nodejs.util.inspect.custom')

interface Inspectable {
  [INSPECT]?: (this: ChannelBase<unknown, never>) => string
}

function inspect(this: ChannelBase<unknown, never>): string {
  const { state, protocol, closeCode } = this
  const shown = { state, url: shownUrl(this[CORE].url), protocol, closeCode }
  // `ReconnectingBase` is the class of a `ReconnectingChannel`, which is an interface.
  const name = this.constructor === ChannelBase ? '' : this.constructor.name
  return `${name.replace(/^$|Base$/, 'Channel')} ${JSON.stringify(shown)}`
}
