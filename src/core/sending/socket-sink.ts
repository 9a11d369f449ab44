import type { ObservableInput, Unsubscribable } from 'rxjs'
import { byteLength } from '../byte-length.js'
import type { ChannelSink, CloseInfo } from '../channel.js'
import type { CloseRequest } from '../lifecycle/close-request.js'
import { type DrainWatch, drainWatch } from './drain-watch.js'
import { InvalidStateError, type WebSocketChannelError } from '../errors.js'
import type { Sendable } from '../frame.js'
import { FrameQueue } from '../frame-queue.js'
import type { Lifecycle } from '../lifecycle/lifecycle.js'
import { pullSource } from './add-stream.js'
import type { ChannelPromises } from '../lifecycle/channel-promises.js'
import { checkSendable, snapshot } from './sendable.js'
import type { Socket } from '../socket.js'
import { markAsHandled } from '../handled.js'
import { reportingErrors } from '../reporting-errors.js'

/** What the sink needs of the connection. */
export interface SinkPort {
  readonly lifecycle: Lifecycle
  /** Absent after the end, and when it was aborted before it began. */
  readonly socket: Socket | undefined
  readonly promises: ChannelPromises
  /** The error that an `addStream` cut short by the end rejects with. */
  endError(info: CloseInfo): WebSocketChannelError
  /** Throws if the arguments of `close` are invalid for this side. */
  checkClose(request: CloseRequest): void
  close(request: CloseRequest): void
}

/** The sink of a connection: guarantees 14 and 17 to 20. */
export class SocketSink implements ChannelSink<Sendable> {
  readonly #port: SinkPort
  readonly #highWaterMark: number
  // What was added before open; absent from then on.
  #queue: FrameQueue<Sendable> | undefined = new FrameQueue()
  #unsent = 0
  #isClosed = false
  #watch: DrainWatch | undefined
  // What unsubscribes the sources of `addStream` that are still active.
  #subscriptions: Set<Unsubscribable> | undefined
  // How many `addStream` there are, and the bytes that were added while there was one.
  #activeSources = 0
  #added = 0

  constructor(port: SinkPort, settings: { readonly highWaterMark: number }) {
    this.#port = port
    this.#highWaterMark = settings.highWaterMark
  }

  get bufferedAmount(): number {
    return this.#unsent + (this.#queue?.bytes ?? 0) + (this.#port.socket?.bufferedAmount ?? 0)
  }

  /** Whether the socket has been given all that was added before open. */
  get isFlushed(): boolean {
    return this.#queue === undefined
  }

  get ready(): Promise<void> {
    return this.#until(() => {
      const amount = this.bufferedAmount
      return amount < this.#highWaterMark || amount === 0
    })
  }

  get done(): Promise<void> {
    return this.#port.promises.done
  }

  add(data: Sendable): void {
    const sendable = checkSendable(data)
    this.#refuseIfClosed()
    this.#send(sendable)
  }

  next(data: Sendable): void {
    this.#send(checkSendable(data))
  }

  addStream(source: ObservableInput<Sendable>): Promise<void> {
    return markAsHandled(this.#pullSource(source))
  }

  addError(error: unknown): void {
    this.#refuseIfClosed()
    this.#close({ errorBox: { error } })
  }

  error(error: unknown): void {
    if (!this.#isClosed) this.addError(error)
  }

  close(code?: number, reason?: string): Promise<CloseInfo> {
    const request = { code, reason }
    this.#port.checkClose(request)
    if (!this.#isClosed) this.#close(request)
    return this.#port.promises.closed
  }

  complete(): void {
    void this.close()
  }

  /** Sends what was added before open, ahead of all else. */
  flush(): void {
    // What a handler adds meanwhile, called by a socket that delivers inside `send`, is sent as well.
    let data: Sendable | undefined
    while ((data = this.#queue?.shift()) !== undefined) this.#port.socket?.send(data)
    this.#queue = undefined
  }

  /** Takes nothing more from sources: the channel is closing. */
  stop(): void {
    this.#subscriptions?.forEach((source) => {
      reportingErrors(() => {
        source.unsubscribe()
      })
    })
  }

  /** Settles all that waits; so many bytes were never sent. */
  end(unsent: number): void {
    this.#queue = undefined
    this.#unsent = unsent
    this.stop()
    this.#watch?.look()
  }

  #send(data: Sendable): void {
    if (this.#activeSources > 0) this.#added += byteLength(data)
    const { lifecycle, socket } = this.#port
    if (lifecycle.request ?? lifecycle.info) this.#unsent += byteLength(data)
    else if (this.#queue) this.#queue.push(snapshot(data))
    else socket?.send(data)
  }

  /** Whether all has been sent that was added before so many bytes had been: what was added since then may still wait. */
  #isSent(mark: number): boolean {
    const { info } = this.#port.lifecycle
    // Node forgets what it has not sent when a connection breaks; a close frame of ours went behind all else. Empty frames
    // that wait for the opening show in no amount.
    const isKnown = info ? info.wasClean : !this.#queue?.length
    return isKnown && this.bufferedAmount <= this.#added - mark
  }

  #until(isReached: () => boolean): Promise<void> {
    // What is gathered is not waited for: the network may well take it at once.
    if (!isReached()) this.#port.socket?.flush?.()
    this.#watch ??= drainWatch()
    return this.#watch.until(() => isReached() || this.#port.lifecycle.name === 'closed')
  }

  #refuseIfClosed(): void {
    if (!this.#isClosed) return
    throw new InvalidStateError('Cannot use a sink after close: this side closed it')
  }

  #close(request: CloseRequest): void {
    this.#isClosed = true
    this.#port.close(request)
  }

  async #pullSource(source: ObservableInput<Sendable>): Promise<void> {
    this.#refuseIfClosed()
    this.#activeSources++
    try {
      const isComplete =
        !this.#port.lifecycle.info &&
        (await pullSource(source, this, (this.#subscriptions ??= new Set())))
      const mark = this.#added
      let isSent = false
      const look = (): boolean => (isSent ||= this.#isSent(mark))
      await (isComplete ? this.#until(look) : this.#port.promises.closed)
      const { info } = this.#port.lifecycle
      if (info && !isSent) throw this.#port.endError(info)
    } finally {
      this.#activeSources--
    }
  }
}
