import type { IncomingMessage } from 'node:http'
import type { FrameOptions, PerMessageDeflateOptions } from '../adapters/node/options.js'
import type { ChannelOptions } from '../core/arguments/options.js'

/** What {@link ServeOptions.authorize} may return: a context, or a refusal. */
export type Authorization<Context> = Context | Response | false

/** Options of `serveChannels`. Durations are in milliseconds, sizes in bytes; both go from 0 to `Infinity`. */
export interface ServeOptions<Context = undefined>
  extends Omit<ChannelOptions, 'signal'>, FrameOptions {
  /**
   * The path to serve, which begins with `/`, or a function that says whether a path is served. The path of a request is
   * compared as it was sent, up to the `?`. Any path by default.
   */
  readonly path?: string | ((pathname: string) => boolean) | undefined
  /**
   * The subprotocols that the server speaks. Of those that a client offers, the first in the client's order that is among
   * them is chosen; a client that offers only others is refused with 400. None by default: then none is chosen, whatever the
   * client offers.
   */
  readonly protocols?: string | readonly string[] | undefined
  /**
   * The pages that may connect; others are refused with 403. `'same'` compares the header `Origin` with the header `Host`. A
   * list contains origins as browsers send them, such as `https://app.example`. A request without the header `Origin` does not
   * come from a page, and passes. `Origin: null` passes with `'any'` only.
   *
   * @default 'same'
   */
  readonly origins?:
    | 'same'
    | 'any'
    | readonly string[]
    | ((origin: string, request: IncomingMessage) => boolean)
    | undefined
  /**
   * Decides about a handshake that would be accepted otherwise. What it returns becomes the `context` of the channel, unless
   * it is `false` (the client is refused with 403) or a `Response` (the client gets that). If it throws, the client gets 500.
   * Accepts all by default.
   *
   * @param signal Aborted if the client goes, the server closes, or `authorizeTimeout` passes before the decision.
   */
  readonly authorize?:
    | ((
        request: IncomingMessage,
        signal: AbortSignal,
      ) => Authorization<Context> | PromiseLike<Authorization<Context>>)
    | undefined
  /**
   * Milliseconds that `authorize` may take; then the client is refused with 503. `0` and `Infinity` mean no limit.
   *
   * @default 10_000
   */
  readonly authorizeTimeout?: number | undefined
  /**
   * Most open channels and handshakes at a time; others are refused with 503 and `Retry-After`.
   *
   * @default Infinity
   */
  readonly maxConnections?: number | undefined
  /**
   * Bytes that a client may leave waiting: if another message is added while more wait, the channel ends with
   * `BufferOverflowError`, and the connection is dropped. With `perMessageDeflate`, messages count that are not compressed yet.
   *
   * @default 16_777_216
   */
  readonly maxBufferedBytes?: number | undefined
  /**
   * Largest message accepted, in bytes; a larger one ends the channel with `ConnectionClosedError`. `0` means no limit.
   *
   * @default 1_048_576
   */
  readonly maxPayload?: number | undefined
  /**
   * Compression (RFC 7692) with clients that offer it. It costs memory and time, and such a connection has no fast path.
   *
   * @default false
   */
  readonly perMessageDeflate?: boolean | PerMessageDeflateOptions | undefined
  /**
   * Called once for each handshake that did not become a connection, with the reason: what an option threw, or a
   * `ConnectionFailedError` with the `status` that the client got. By default, what an option threw is emitted as a warning of
   * the process, and other reasons are not reported.
   */
  readonly onError?: ((error: Error, request: IncomingMessage) => void) | undefined
}
