import type { WebSocketConstructor } from './web-socket-like.js'

/** The members of a WHATWG `AbortSignal` that the library uses. */
export interface AbortSignalLike {
  /** Whether the signal is aborted. */
  readonly aborted: boolean
  /** What the signal was aborted with. Missing in the types of React Native. */
  readonly reason?: unknown
  /**
   * Adds a listener.
   *
   * @param type The name of the event.
   * @param listener Called when the signal is aborted.
   */
  addEventListener(type: 'abort', listener: () => void): void
  /**
   * Removes a listener.
   *
   * @param type The name of the event.
   * @param listener The listener that was added.
   */
  removeEventListener(type: 'abort', listener: () => void): void
}

/** Options of ping frames (RFC 6455 section 5.5.2). */
export interface KeepAlive {
  /**
   * Milliseconds between two pings, 0 to `Infinity`; `Infinity` means no pings.
   *
   * @default 20_000
   */
  readonly interval?: number | undefined
  /**
   * Milliseconds after a ping within which anything has to arrive, 0 to `Infinity`; `Infinity` means no limit. It counts from
   * when the ping has left: while bytes that were added before still leave, it begins anew, for 12 times as long at most.
   *
   * @default 20_000
   */
  readonly timeout?: number | undefined
}

/** Options of a channel over an existing socket. `undefined` means the default, for every option. */
export interface ChannelOptions {
  /** Aborts the channel when it is aborted: the attempt to connect, and later the open connection. None by default. */
  readonly signal?: AbortSignalLike | undefined
  /**
   * Milliseconds of wall clock from `close` to the end, the rest of an unfinished opening included; then the connection is
   * dropped. While bytes that were added before still leave, it begins anew, for 12 times as long at most. `0` drops the
   * connection at once, `Infinity` means no limit.
   *
   * @default 5_000
   */
  readonly closeTimeout?: number | undefined
  /**
   * Bytes, 0 to `Infinity`. Inbound: the socket is paused when an iterator has more than this buffered. Outbound:
   * `sink.ready` waits until fewer are buffered.
   *
   * @default 1_048_576
   */
  readonly highWaterMark?: number | undefined
  /**
   * Inbound bytes that may be held, 0 to `Infinity`: for a first subscriber, or for an iterator if the socket cannot be
   * paused. Beyond it the channel ends with `BufferOverflowError`. A single frame above the limit is accepted when no other is
   * held; the limit then applies to the frames behind it. `Infinity` means no limit.
   *
   * @default 16_777_216
   */
  readonly maxHeldBytes?: number | undefined
  /**
   * What happens to frames that arrive while nobody is subscribed: they are held for the next subscriber, or dropped.
   *
   * @default 'hold'
   */
  readonly unobserved?: 'hold' | 'drop' | undefined
  /**
   * Pings the peer where the socket has ping frames (Node), and ends the channel with `KeepAliveTimeoutError` if nothing
   * arrives in answer. While an iterator keeps the socket paused, it sends pongs, so that the peer does not declare this side
   * gone. `false` turns both off.
   *
   * @default { interval: 20_000, timeout: 20_000 }
   */
  readonly keepAlive?: KeepAlive | false | undefined
}

/** Options of `connect`. */
export interface ConnectOptions extends ChannelOptions {
  /** Subprotocol or subprotocols to offer (RFC 6455 section 1.9); the server must choose one of them. None by default. */
  readonly protocols?: string | readonly string[] | undefined
  /**
   * Milliseconds of wall clock from `connect` to open; then the attempt fails with phase `'timeout'`. `0` and `Infinity`
   * mean no limit.
   *
   * @default 20_000
   */
  readonly connectTimeout?: number | undefined
  /** The constructor to use in place of the platform's, for tests and polyfills. By default the platform's. */
  readonly WebSocket?: WebSocketConstructor | undefined
}
