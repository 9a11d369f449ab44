import type { Channel } from '../../core/channel.js'
import type { LowerCore } from '../../core/layering/channel-core.js'
import { lowerCoreOf } from '../../core/layering/core-of.js'
import type { ErrorBox } from '../../core/lifecycle/close-request.js'
import { endError } from '../../core/lifecycle/end-errors.js'
import { type Lifecycle, NO_CLOSE_FRAME } from '../../core/lifecycle/lifecycle.js'
import { isPromiseLike } from '../../core/promise-like.js'
import type { FrameCarrier, LayerHandlers } from '../../core/receiving/layer-handlers.js'
import { layersOf } from '../../core/receiving/stream-layers.js'
import { AttemptAborter, AttemptDetails } from './attempt-details.js'
import type { AttemptFailure } from './decide.js'
import { dropChannel, isChannel, isMisuse } from './opener-results.js'
import type { Attempt, ReconnectOptions } from './options.js'

/** How a connection is opened. */
export interface Opening<In, Out> {
  readonly open: (attempt: Attempt) => Channel<In, Out> | PromiseLike<Channel<In, Out>>
  readonly onOpen: ReconnectOptions<In, Out>['onOpen']
}

/** The connection of an attempt. */
export interface Joined<In, Out> {
  readonly channel: Channel<In, Out>
  readonly core: LowerCore<In, Out>
}

/** Receives how an attempt goes. Nothing is called once the attempt is over. */
export interface AttemptHandlers<In, Out> {
  /** The connection is open, and `onOpen` is done. */
  connected(attempt: ConnectionAttempt<In, Out>, connection: Joined<In, Out>): void
  /** There was no connection, or it has ended. */
  failed(attempt: ConnectionAttempt<In, Out>, failure: AttemptFailure): void
}

/** Receives what happens on a connection whose stream was taken. */
export interface ConnectionHandlers<In> {
  received(message: In, source: FrameCarrier | undefined): void
  /** Whether the bottom of the connection can be paused may have changed. */
  changed(): void
  /** The connection has ended; what it received before is still to come. Called once. */
  broke(error: unknown): void
  /** Of a connection that reconnects by itself. */
  lost(error: unknown): void
  reconnected(): void
}

/** One call of the opener, and the connection that it brings. */
export class ConnectionAttempt<In, Out> implements LayerHandlers<In> {
  readonly #handlers: AttemptHandlers<In, Out>
  readonly #receiver: ConnectionHandlers<In>
  readonly #opening: Opening<In, Out>
  readonly #aborter = new AttemptAborter()
  #connection: Joined<In, Out> | undefined
  #hasJoined = false
  // How the connection has ended; made once, so that it is one error everywhere.
  #ending: AttemptFailure | undefined
  #isOver = false
  // Why it was dropped, for a connection that an opener returns later.
  #dropReason: unknown

  constructor(
    handlers: AttemptHandlers<In, Out>,
    receiver: ConnectionHandlers<In>,
    opening: Opening<In, Out>,
  ) {
    this.#handlers = handlers
    this.#receiver = receiver
    this.#opening = opening
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /**
   * Calls the opener.
   *
   * @param about Is not kept: an error holds the functions that were running, and with them the connection before.
   */
  start(about: Omit<Attempt, 'signal'>): void {
    const attempt = new AttemptDetails(about, this.#aborter)
    let opened: unknown
    try {
      opened = this.#opening.open(attempt)
    } catch (error) {
      this.#fail(isMisuse(error) ? 'misuse' : 'rejection', error)
      return
    }
    if (!isPromiseLike(opened)) {
      this.#use(opened, attempt)
      return
    }
    Promise.resolve(opened).then(
      (connection) => {
        this.#use(connection, attempt)
      },
      (error: unknown) => {
        this.#fail('rejection', error)
      },
    )
  }

  /** Takes the stream of a connection: its messages are in the channel's stream from now on. */
  join({ core }: Joined<In, Out>): void {
    this.#hasJoined = true
    layersOf(core.stream).add(this)
  }

  /** Ends the attempt, with its connection if that has not ended. */
  drop(reason: unknown): void {
    this.#isOver = true
    this.#dropReason = reason
    this.#aborter.abort(reason)
    if (this.#connection) dropChannel(this.#connection.channel, reason)
  }

  /** Ends the attempt, whose connection has lasted and ended by itself. */
  finish(): void {
    this.#isOver = true
    // The stream of a channel that users made may end before the channel does.
    if (this.#connection) dropChannel(this.#connection.channel, this.#ending?.error)
  }

  // Called by the connection.

  next(message: In, source?: FrameCarrier): void {
    if (!this.#isOver) this.#receiver.received(message, source)
  }

  error(error: unknown): void {
    this.#end({ error })
  }

  complete(): void {
    this.#end(undefined)
  }

  discarded(): void {
    // Somebody has closed or aborted the connection itself; what it delivered before is the channel's.
  }

  changed(): void {
    if (this.#isOver) return
    this.#receiver.changed()
    const { info, errorBox } = this.#lifecycle
    if (info) this.#break(errorBox)
  }

  lost(error: unknown): void {
    if (!this.#isOver) this.#receiver.lost(error)
  }

  connected(): void {
    if (!this.#isOver) this.#receiver.reconnected()
  }

  get #lifecycle(): Partial<Lifecycle> {
    return this.#connection?.core.lifecycle ?? {}
  }

  #use(channel: unknown, attempt: Attempt): void {
    if (!isChannel<In, Out>(channel)) {
      this.#fail('misuse', new TypeError('Cannot use the result of the opener: it is no channel'))
      return
    }
    if (this.#isOver) {
      dropChannel(channel, this.#dropReason)
      return
    }
    const connection = { channel, core: lowerCoreOf(channel) }
    this.#connection = connection
    channel.ready.then(
      () => {
        if (!this.#isOver) this.#opened(connection, attempt)
      },
      (error: unknown) => {
        this.#fail('connection', error)
      },
    )
  }

  #opened(connection: Joined<In, Out>, attempt: Attempt): void {
    const { onOpen } = this.#opening
    if (!onOpen) {
      this.#handlers.connected(this, connection)
      return
    }
    void connection.channel.closed.then(() => {
      if (!this.#hasJoined) this.#failWith(this.#endingAs(this.#lifecycle.errorBox))
    })
    let result: unknown
    try {
      result = onOpen(connection.channel, attempt)
    } catch (error) {
      this.#fail('rejection', error)
      return
    }
    if (isPromiseLike(result)) this.#await(result, connection)
    else if (!this.#isOver) this.#handlers.connected(this, connection)
  }

  #await(opening: PromiseLike<unknown>, connection: Joined<In, Out>): void {
    Promise.resolve(opening).then(
      () => {
        if (!this.#isOver) this.#handlers.connected(this, connection)
      },
      (error: unknown) => {
        const { info, errorBox } = this.#lifecycle
        // That the connection ended says more than that `onOpen` failed then.
        if (info) this.#failWith(this.#endingAs(errorBox))
        else this.#fail('rejection', error)
      },
    )
  }

  #end(errorBox: ErrorBox | undefined): void {
    this.#break(errorBox)
    if (this.#ending) this.#failWith(this.#ending)
  }

  /** The connection has ended. Layers hear of it at once, before anything else is added. */
  #break(errorBox: ErrorBox | undefined): void {
    if (this.#ending || this.#isOver) return
    this.#ending = this.#endingAs(errorBox)
    this.#receiver.broke(this.#ending.error)
  }

  #endingAs(errorBox: ErrorBox | undefined): AttemptFailure {
    const close = this.#lifecycle.info ?? { ...NO_CLOSE_FRAME, initiator: 'failure' }
    const error = errorBox ? errorBox.error : endError(close)
    return { error, errorBox, close, origin: 'connection' }
  }

  #fail(origin: AttemptFailure['origin'], error: unknown): void {
    this.#failWith({ error, errorBox: { error }, close: undefined, origin })
  }

  #failWith(failure: AttemptFailure): void {
    if (!this.#isOver) this.#handlers.failed(this, failure)
  }
}
