import type { ObservableInput, Unsubscribable } from 'rxjs'
import { byteLength } from './byte-length.js'
import type { ChannelSink, CloseInfo } from './channel.js'
import { checkClose, type CloseCodes, type CloseRequest } from './close-request.js'
import { connectionClosed } from './connection-closed.js'
import { harmlessly } from './deliver.js'
import { type DrainWatch, drainWatch } from './drain-watch.js'
import {
  ConnectionClosedError,
  ConnectionFailedError,
  InvalidStateError,
  type WebSocketChannelError,
} from './errors.js'
import type { Sendable } from './frame.js'
import { FrameQueue } from './frame-queue.js'
import type { Closed, Lifecycle } from './lifecycle.js'
import { pour } from './pour.js'
import type { Progress } from './progress.js'
import { checkSendable, snapshot } from './sendable.js'
import type { Socket } from './socket.js'
import { unwatched } from './unwatched.js'

/** What the sink needs of the connection. */
export interface SinkPort {
  readonly lifecycle: Lifecycle
  /** Absent after the end, and when it was aborted before it began. */
  readonly socket: Socket | undefined
  /** What `close` may send if not what a client may; known after the end as well. */
  readonly closeCodes: CloseCodes | undefined
  readonly progress: Progress
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
  // The sources of `addStream` that are still wanted.
  #wanted: Set<Unsubscribable> | undefined
  // How many `addStream` there are, and the bytes that were added while there was one.
  #pourings = 0
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
    return this.#port.progress.done
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
    return unwatched(this.#pour(source))
  }

  addError(error: unknown): void {
    this.#refuseIfClosed()
    this.#close({ problem: { error } })
  }

  error(error: unknown): void {
    if (!this.#isClosed) this.addError(error)
  }

  close(code?: number, reason?: string): Promise<CloseInfo> {
    const request = { code, reason }
    checkClose(request, this.#port.closeCodes)
    if (!this.#isClosed) this.#close(request)
    return this.#port.progress.closed
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
    this.#wanted?.forEach((source) => {
      harmlessly(() => {
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
    if (this.#pourings > 0) this.#added += byteLength(data)
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

  async #pour(source: ObservableInput<Sendable>): Promise<void> {
    this.#refuseIfClosed()
    this.#pourings++
    try {
      const isComplete =
        !this.#port.lifecycle.info && (await pour(source, this, (this.#wanted ??= new Set())))
      const mark = this.#added
      let isSent = false
      const look = (): boolean => (isSent ||= this.#isSent(mark))
      await (isComplete ? this.#until(look) : this.#port.progress.closed)
      const { lifecycle } = this.#port
      if (lifecycle.info && !isSent) throw endError(lifecycle)
    } finally {
      this.#pourings--
    }
  }
}

/** What an `addStream` that the end cuts short rejects with: the very error of `stream` where it says the same. */
function endError({ info, problem }: Closed): WebSocketChannelError {
  const error = problem?.error
  if (error instanceof ConnectionClosedError || error instanceof ConnectionFailedError) return error
  return connectionClosed(info, error)
}
