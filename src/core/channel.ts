/// <reference lib="esnext.disposable" />
import type { Observable, ObservableInput, Observer } from 'rxjs'

/** The state of a channel. It only changes from left to right. */
export type ChannelState = 'connecting' | 'open' | 'closing' | 'closed'

/** How a channel ended. */
export interface CloseInfo {
  /** Close code as reported by the peer (RFC 6455 section 7.1.5); 1005 when its close frame had none, 1006 when there was no close frame. */
  readonly code: number
  /** Close reason as reported by the peer; `''` when there was none. */
  readonly reason: string
  /** Whether both close frames were exchanged. */
  readonly wasClean: boolean
  /** What ended the channel: this side (`close`, `abort`, a signal), the peer's close frame, or a failure. */
  readonly initiator: 'local' | 'remote' | 'failure'
  /**
   * Why the connection did not end cleanly: the platform's error, where it has one, or the error with which the channel ended
   * itself, such as a `BufferOverflowError`. Set for your own `close` too, if that went badly. As `cause` of an `Error`, it is
   * not enumerable.
   */
  readonly cause?: unknown
}

/** The incoming half of a channel: an RxJS `Observable` that is also async-iterable. */
export type ChannelStream<In> = Observable<In> & AsyncIterable<In>

/** An Observable of any library: of another version of RxJS, or the platform's. */
export interface ObservableLike<T> {
  /**
   * Subscribes an observer. What it returns is not used.
   *
   * @param observer Called with each value, and with the end.
   */
  subscribe(observer: {
    readonly next: (value: T) => void
    readonly error: (error: unknown) => void
    readonly complete: () => void
  }): unknown
}

/** The outgoing half of a channel. It is an RxJS `Observer`, so `source$.subscribe(channel.sink)` works. */
export interface ChannelSink<Out> extends Observer<Out> {
  /**
   * Sends a value, or queues it until the connection is open. After the peer's close, a failure or an abort the value is
   * ignored, and `bufferedAmount` grows by its size.
   *
   * @param data A string is sent as text, bytes and Blobs as binary; with a layer, what the layer accepts.
   * @throws {TypeError} If the value cannot be sent.
   * @throws {InvalidStateError} If you called `close` or `addError` before.
   */
  add(data: Out): void
  /**
   * Sends all values of a source. Iterables, async iterables and readable streams are pulled only as fast as `ready`
   * allows. An Observable is subscribed at once and sets its own pace. The channel stays open afterwards.
   *
   * Resolves when the source has completed and its values have left `bufferedAmount`. Rejects with the source's error,
   * with `ConnectionClosedError` (or the `ConnectionFailedError` of a failed opening) if the channel ends first, and with
   * `InvalidStateError` after your own `close` or `addError`. Never throws.
   *
   * @param source An Observable of any library, an iterable, an async iterable, a readable stream or a promise.
   */
  addStream(source: ObservableInput<Out> | ObservableLike<Out>): Promise<void>
  /**
   * Closes the channel without a code; `done` rejects with the error, `stream` completes as after `close`.
   *
   * @param error The value that `done` rejects with. It is not sent.
   * @throws {InvalidStateError} If you called `close` or `addError` before.
   */
  addError(error: unknown): void
  /**
   * Starts the closing handshake (RFC 6455 section 7.1.2) after everything that was added. Before open it waits for the
   * opening. A second call returns the same promise, and the first code counts. After the end it only drops held frames.
   *
   * Resolves when the channel has ended; never rejects.
   *
   * @param code 1000 or 3000-4999; a server's side may also send 1001-1003 and 1007-1014. None by default.
   * @param reason At most 123 bytes of UTF-8; needs a code.
   * @throws {RangeError} If the code is not one of these or the reason is too long.
   * @throws {TypeError} If an argument has the wrong type, or a reason comes without a code.
   */
  close(code?: number, reason?: string): Promise<CloseInfo>
  /**
   * As `add`, but where `add` would throw for the state of the channel, the value is ignored and counted in `bufferedAmount`.
   *
   * @param data As for `add`.
   * @throws {TypeError} If the value cannot be sent.
   */
  next(data: Out): void
  /**
   * As `addError`, but ignored where that would throw.
   *
   * @param error As for `addError`.
   */
  error(error: unknown): void
  /** Calls `close()`. */
  complete(): void
  /** Resolves when the channel has ended. Rejects, also at the end, only with the argument of `addError`. */
  readonly done: Promise<void>
  /** Resolves when `bufferedAmount` is below `highWaterMark`, or the channel has ended. Read it anew for each wait. */
  readonly ready: Promise<void>
  /** The bytes below which `bufferedAmount` has to be for `ready` to resolve: the option of this name. */
  readonly highWaterMark: number
  /**
   * Bytes accepted and not yet handed to the network, including the library's own queue. After the end: bytes that were
   * never sent. On Node, bytes that the operating system's socket had not taken when the connection broke are not counted.
   */
  readonly bufferedAmount: number
}

/** A two-way connection: incoming messages are in `stream`, outgoing ones go into `sink`. */
export interface Channel<In, Out> {
  /** The incoming messages. Unsubscribing never closes the connection. */
  readonly stream: ChannelStream<In>
  /** The outgoing messages. */
  readonly sink: ChannelSink<Out>
  /** Resolves when the connection is open. Rejects with the error of `stream` if the opening fails or is aborted. */
  readonly ready: Promise<void>
  /** Resolves when the channel has ended, in whatever way. Never rejects. */
  readonly closed: Promise<CloseInfo>
  /** The state of the channel; `'closing'` from the call of `close`. */
  readonly state: ChannelState
  /** Emits the current state, then each new one, and completes after `'closed'`. Also async-iterable. */
  readonly states: Observable<ChannelState> & AsyncIterable<ChannelState>
  /** The negotiated subprotocol; `''` until open and when there is none. */
  readonly protocol: string
  /** The code of `closed`; `undefined` until then, set before `stream` ends. */
  readonly closeCode: number | undefined
  /** The reason of `closed`; `undefined` until then, set before `stream` ends. */
  readonly closeReason: string | undefined
  /** Returns the channel itself. With layers, composes them from left to right, as `Observable.pipe` does. */
  pipe(): this
  /** Returns the channel that the layer makes of this one. */
  pipe<A>(first: Layer<this, A>): A
  /** Applies two layers, from left to right. */
  pipe<A, B>(first: Layer<this, A>, second: Layer<A, B>): B
  /** Applies three layers, from left to right. */
  pipe<A, B, C>(first: Layer<this, A>, second: Layer<A, B>, third: Layer<B, C>): C
  /** Applies four layers, from left to right. */
  pipe<A, B, C, D>(
    first: Layer<this, A>,
    second: Layer<A, B>,
    third: Layer<B, C>,
    fourth: Layer<C, D>,
  ): D
  /** Applies five layers, from left to right. */
  pipe<A, B, C, D, E>(
    first: Layer<this, A>,
    second: Layer<A, B>,
    third: Layer<B, C>,
    fourth: Layer<C, D>,
    fifth: Layer<D, E>,
  ): E
  /** Applies six layers, from left to right. */
  pipe<A, B, C, D, E, F>(
    first: Layer<this, A>,
    second: Layer<A, B>,
    third: Layer<B, C>,
    fourth: Layer<C, D>,
    fifth: Layer<D, E>,
    sixth: Layer<E, F>,
  ): F
  /**
   * Drops the connection now, without a closing handshake. Before open, `ready` and `stream` fail with the reason; once
   * open, `stream` completes. Called after the end, it only drops held frames.
   *
   * @param reason An `AbortError` by default.
   */
  abort(reason?: unknown): void
  /** Calls `sink.close()` and waits for the end, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>
}

/** A function that makes one channel of another, for `channel.pipe(layer)`. */
export type Layer<From, To> = (channel: From) => To
