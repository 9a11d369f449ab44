import type { ChannelSink } from '../../core/channel.js'
import { BufferOverflowError } from '../../core/errors.js'
import { bottomCore } from '../../core/layering/bottom-core.js'
import type { LowerCore } from '../../core/layering/channel-core.js'
import type { AddStreamTarget } from '../../core/sending/add-stream.js'
import { BufferDrain, type Draining } from '../../core/sending/buffer-drain.js'
import { ClosableSink, type ClosablePort } from '../../core/sending/closable-sink.js'
import { hasRoom } from '../../core/sending/pull-source.js'
import type { ReconnectSettings } from './options.js'
import { OutgoingQueue, weightOf } from './outgoing-queue.js'

/** What the sink needs of the channel. */
export interface ReconnectingSinkPort<Out> extends ClosablePort {
  /** The connection that messages are given to; absent while they are queued. */
  readonly connection: LowerCore<never, Out> | undefined
}

/** The sink of a reconnecting channel: gives messages to the present connection, and queues them while there is none. */
export class ReconnectingSink<Out>
  extends ClosableSink<Out, ReconnectingSinkPort<Out>>
  implements ChannelSink<Out>, Draining
{
  readonly highWaterMark: number
  readonly #queue: OutgoingQueue<Out>
  // Made for the first use: most channels have none.
  #drain: BufferDrain | undefined
  #unsent = 0
  // Resolves at the next call of `changed`, if somebody waits for that.
  #change: Promise<void> | undefined
  #resolveChange: (() => void) | undefined

  constructor(port: ReconnectingSinkPort<Out>, settings: ReconnectSettings<never, never>) {
    super(port)
    this.highWaterMark = settings.channel.highWaterMark
    this.#queue = new OutgoingQueue(settings.queue)
  }

  get bufferedAmount(): number {
    return this.#unsent + this.#queue.bytes + (this.#connection?.sink.bufferedAmount ?? 0)
  }

  get ready(): Promise<void> {
    return this.#until(() => hasRoom(this))
  }

  override add(message: Out): void {
    this.refuseIfClosed()
    this.#send(message)
  }

  /** The sink of the present connection, if messages are given to it. Public for `broadcast`. */
  get presentSink(): ChannelSink<Out> | undefined {
    return this.#connection?.sink
  }

  // These functions need no `this`: the platform's Observable calls them without.

  get next(): (message: Out) => void {
    return (message) => {
      try {
        this.#send(message)
      } catch (error) {
        // A full queue is a state of the channel, for which an Observable must not see an exception.
        if (!BufferOverflowError.is(error)) throw error
      }
    }
  }

  get error(): (error: unknown) => void {
    return (error) => {
      this.addErrorUnlessClosed(error)
    }
  }

  get complete(): () => void {
    return () => void this.close()
  }

  /**
   * Gives what is queued to a connection, until it is no longer open.
   *
   * @throws What its `add` threw.
   */
  flush(connection: LowerCore<never, Out>): void {
    while (connection.lifecycle.name === 'open') {
      const item = this.#queue.shift()
      if (!item) return
      connection.sink.add(item.message)
    }
  }

  nextDrain(): Promise<void> | undefined {
    return this.#connection && bottomCore(this.#connection).sink.nextDrain?.()
  }

  /** The connection is another one, or there is none any more. */
  changed(): void {
    this.#resolveChange?.()
    this.#change = this.#resolveChange = undefined
    this.#drain?.check()
  }

  /** Settles all promises of the sink. `unsent` is the number of bytes that the last connection never sent. */
  end(unsent: number): void {
    this.#unsent += unsent
    this.stop()
    this.changed()
  }

  get #connection(): LowerCore<never, Out> | undefined {
    const { connection } = this.port
    return connection?.lifecycle.name === 'open' ? connection : undefined
  }

  #send(message: Out): void {
    if (!this.addStreamCalls?.isCounting) {
      this.#give(message)
      return
    }
    // The size of a message that a layer encodes is known only afterwards.
    const before = this.bufferedAmount
    this.#give(message)
    this.addStreamCalls.count(Math.max(this.bufferedAmount - before, 0))
  }

  #give(message: Out): void {
    const { lifecycle } = this.port
    if (lifecycle.request ?? lifecycle.info) this.#unsent += weightOf(message)
    else if (this.#connection) this.#connection.sink.add(message)
    else this.#queue.add(message)
  }

  /** Nothing is pulled while there is no connection. */
  protected override addStreamTarget(): AddStreamTarget {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the getters of the object have their own `this`
    const sink = this
    const isReady = (): boolean => sink.#connection !== undefined && hasRoom(sink)
    return {
      get bufferedAmount() {
        return sink.bufferedAmount
      },
      get hasQueued() {
        return sink.#queue.length > 0
      },
      get isReady() {
        return isReady()
      },
      get ready() {
        return sink.#until(isReady)
      },
      until: (isReached) => sink.#until(isReached),
    }
  }

  /** Resolves when the condition holds or the channel has ended. Without a connection only another one can change it. */
  async #until(isReached: () => boolean): Promise<void> {
    const isSettled = (): boolean => isReached() || this.port.lifecycle.name === 'closed'
    while (!isSettled()) {
      if (this.#connection) {
        this.#drain ??= new BufferDrain(this)
        await this.#drain.until(() => isSettled() || !this.#connection)
      } else {
        this.#change ??= new Promise((resolve) => (this.#resolveChange = resolve))
        await this.#change
      }
    }
  }
}
