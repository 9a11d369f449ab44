import type { WebSocketConstructor } from './web-socket-like.js'

/** What the library needs of a WHATWG `AbortSignal`. */
export interface AbortSignalLike {
  readonly aborted: boolean
  readonly reason: unknown
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** Ping frames (RFC 6455 section 5.5.2), in milliseconds. */
export interface KeepAlive {
  /**
   * Time between two pings.
   *
   * @default 20_000
   */
  readonly interval?: number
  /**
   * How long after a ping something has to arrive, whatever it is.
   *
   * @default 20_000
   */
  readonly timeout?: number
}

/** Options of a channel over a socket that exists. Durations are milliseconds, sizes bytes; `Infinity` means no limit. */
export interface ChannelOptions {
  /** Aborts the channel: the attempt to connect, and later the open connection. */
  readonly signal?: AbortSignalLike
  /**
   * Wall clock from `close` (an opening still under way included) to the end; then the connection is dropped. `0` drops it
   * at once.
   *
   * @default 5_000
   */
  readonly closeTimeout?: number
  /**
   * Bytes. Inbound: what an iterator may have waiting before the socket is paused. Outbound: where `sink.ready` waits.
   *
   * @default 1_048_576
   */
  readonly highWaterMark?: number
  /**
   * Inbound bytes that may wait for a first subscriber, or for an iterator where the socket can't be paused; then the
   * channel ends with `BufferOverflowError`.
   *
   * @default 16_777_216
   */
  readonly maxHeldBytes?: number
  /**
   * What becomes of frames that arrive while nobody subscribes.
   *
   * @default 'hold'
   */
  readonly unobserved?: 'hold' | 'drop'
  /**
   * Pings the peer where the socket has ping frames (Node), and ends the channel with `KeepAliveTimeoutError` when nothing
   * comes back. `false` turns it off.
   *
   * @default { interval: 20_000, timeout: 20_000 }
   */
  readonly keepAlive?: KeepAlive | false
}

/** Options of `connect`. */
export interface ConnectOptions extends ChannelOptions {
  /** Subprotocol or subprotocols to offer (RFC 6455 section 1.9); the server must choose one of them. None by default. */
  readonly protocols?: string | readonly string[]
  /**
   * Wall clock from `connect` to open; then the attempt fails with phase `'timeout'`. `0` means none.
   *
   * @default 20_000
   */
  readonly connectTimeout?: number
  /** The constructor to use in place of the platform's, for tests and polyfills. */
  readonly WebSocket?: WebSocketConstructor
}
