/// <reference lib="esnext.disposable" />
import type { Observable, ObservableInput, Observer } from 'rxjs'

/** Where a channel is in its life. It only ever moves to the right. */
export type ChannelState = 'connecting' | 'open' | 'closing' | 'closed'

/** How a channel ended. */
export interface CloseInfo {
  /** Close code as reported by the peer (RFC 6455 section 7.1.5); 1005 when its close frame had none, 1006 when there was no close frame. */
  readonly code: number
  /** Close reason as reported by the peer; `''` when there was none. */
  readonly reason: string
  /** Whether both close frames were exchanged. */
  readonly wasClean: boolean
  /** Who ended it: you (`close`, `abort`, a signal), the peer's close frame, or a failure. */
  readonly initiator: 'local' | 'remote' | 'failure'
}

/** The incoming half of a channel: an RxJS `Observable` that can also be read with `for await`. */
export type ChannelStream<In> = Observable<In> & AsyncIterable<In>

/** An Observable of any library: of another version of RxJS, or the platform's. */
export interface ObservableLike<T> {
  subscribe(observer: {
    readonly next: (value: T) => void
    readonly error: (error: unknown) => void
    readonly complete: () => void
  }): unknown
}

/** The outgoing half of a channel. It is an RxJS `Observer`, so `source$.subscribe(channel.sink)` works. */
export interface ChannelSink<Out> extends Observer<Out> {
  /**
   * Sends one value, or queues it until the connection is open. After the peer's close, a failure or an abort it is
   * ignored, and `bufferedAmount` grows by its size.
   *
   * @throws {TypeError} If the value can't be sent.
   * @throws {InvalidStateError} If you called `close` or `addError` before.
   */
  add(data: Out): void
  /**
   * Sends all that a source gives. Iterables, async iterables and readable streams are pulled only as fast as `ready`
   * allows; an Observable is subscribed at once and sets its own pace. The channel stays open afterwards.
   *
   * Resolves when the source has completed and what it gave has left `bufferedAmount`. Rejects with the source's error,
   * with `ConnectionClosedError` (or the `ConnectionFailedError` of a failed opening) if the channel ends first, and with
   * `InvalidStateError` after your own `close` or `addError`. Never throws.
   */
  addStream(source: ObservableInput<Out> | ObservableLike<Out>): Promise<void>
  /**
   * Closes the channel without a code; `done` rejects with the error, `stream` completes as after `close`.
   *
   * @throws {InvalidStateError} If you called `close` or `addError` before.
   */
  addError(error: unknown): void
  /**
   * Starts the closing handshake (RFC 6455 section 7.1.2) after all that was added. Before open it waits for the opening.
   * Called again, it returns the same promise and the first code counts; after the end it only gives up what is held.
   *
   * Resolves when the channel has ended; never rejects.
   *
   * @param code 1000 or 3000-4999; the server's side of a connection may also send 1001-1003 and 1007-1014. None by default.
   * @param reason At most 123 bytes of UTF-8; needs a code.
   * @throws {RangeError} If the code is not one of these or the reason is too long.
   * @throws {TypeError} If an argument has the wrong type, or a reason comes without a code.
   */
  close(code?: number, reason?: string): Promise<CloseInfo>
  /** As `add`, but ignored, and counted in `bufferedAmount`, where `add` would throw for the state of the channel. */
  next(data: Out): void
  /** As `addError`, but ignored where that would throw. */
  error(error: unknown): void
  /** Calls `close()`. */
  complete(): void
  /** Resolves when the channel has ended; rejects only with what `addError` was given, at the channel's end. */
  readonly done: Promise<void>
  /** Resolves when `bufferedAmount` is under `highWaterMark`, or the channel has ended. Each read gives the current wait. */
  readonly ready: Promise<void>
  /**
   * Bytes accepted and not yet handed to the network, the library's own queue included. After the end: what was never sent,
   * but for what Node had waiting when a connection broke, and has forgotten.
   */
  readonly bufferedAmount: number
}

/** One two-way connection: what arrives is in `stream`, what is sent goes into `sink`. */
export interface Channel<In, Out> {
  /** What arrives. Unsubscribing never closes the connection. */
  readonly stream: ChannelStream<In>
  /** What is sent. */
  readonly sink: ChannelSink<Out>
  /** Resolves when open. Rejects with the error that `stream` ends with if the opening fails or is aborted. */
  readonly ready: Promise<void>
  /** Resolves when the channel has ended, however it ended; never rejects. */
  readonly closed: Promise<CloseInfo>
  /** Where the channel is in its life; `'closing'` from the call of `close`. */
  readonly state: ChannelState
  /** The states as they come, for subscribers and `for await`: replays the current one, completes after `'closed'`. */
  readonly states: Observable<ChannelState> & AsyncIterable<ChannelState>
  /** The negotiated subprotocol; `''` until open and when there is none. */
  readonly protocol: string
  /** The code of `closed`; `undefined` until then, set before `stream` ends. */
  readonly closeCode: number | undefined
  /** The reason of `closed`; `undefined` until then, set before `stream` ends. */
  readonly closeReason: string | undefined
  /** Composes layers left to right, as `Observable.pipe` does. */
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
  /**
   * Drops the connection now, without a closing handshake. Before open, `ready` and `stream` fail with the reason; once
   * open, `stream` completes. Called after the end it only gives up what is held.
   *
   * @param reason An `AbortError` by default.
   */
  abort(reason?: unknown): void
  /** Calls `sink.close()` and waits for the end, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>
}

/** Makes one channel of another: `channel.pipe(layer)`. */
export type Layer<From, To> = (channel: From) => To
