import type { ObservableInput } from 'rxjs'
import { byteLength } from './byte-length.js'
import type { ChannelSink, CloseInfo } from './channel.js'
import { checkClose, type CloseRequest } from './close-request.js'
import { connectionClosed } from './connection-closed.js'
import { DrainWatch } from './drain-watch.js'
import {
  ConnectionClosedError,
  ConnectionFailedError,
  InvalidStateError,
  type WebSocketChannelError,
} from './errors.js'
import type { Sendable } from './frame.js'
import { FrameQueue } from './frame-queue.js'
import type { Closed, Lifecycle } from './lifecycle.js'
import { Pouring } from './pouring.js'
import { checkSendable, snapshot } from './sendable.js'
import { Settlement, unwatched } from './settlement.js'
import type { Socket } from './socket.js'

/** What the sink needs of the connection. */
export interface SinkPort {
  readonly lifecycle: Lifecycle
  /** Absent after the end, and when it was aborted before it began. */
  readonly socket: Socket | undefined
  readonly whenClosed: Promise<CloseInfo>
  close(request: CloseRequest): void
}

/** The sink of a connection: guarantees 14 and 17 to 20. */
export class SocketSink implements ChannelSink<Sendable> {
  readonly #port: SinkPort
  readonly #highWaterMark: number
  readonly #done = new Settlement<void>()
  // What was added before open.
  #queue: FrameQueue<Sendable> | undefined
  #unsent = 0
  #isClosed = false
  #watch: DrainWatch | undefined
  #pourings: ActivePouring[] = []
  // Bytes added while there was an `addStream`.
  #added = 0

  constructor(port: SinkPort, settings: { readonly highWaterMark: number }) {
    this.#port = port
    this.#highWaterMark = settings.highWaterMark
  }

  get bufferedAmount(): number {
    const queued = this.#queue ? this.#queue.bytes : 0
    const { socket } = this.#port
    return this.#unsent + queued + (socket ? socket.bufferedAmount : 0)
  }

  get ready(): Promise<void> {
    return this.#until(() => this.#isCalm())
  }

  get done(): Promise<void> {
    return this.#done.promise
  }

  add(data: Sendable): void {
    const sendable = checkSendable(data)
    if (this.#isClosed) throw misuse()
    this.#send(sendable)
  }

  next(data: Sendable): void {
    this.#send(checkSendable(data))
  }

  addStream(source: ObservableInput<Sendable>): Promise<void> {
    return unwatched(
      new Promise<void>((resolve, reject) => {
        this.#pour(source, { resolve, reject })
      }),
    )
  }

  addError(error: unknown): void {
    if (this.#isClosed) throw misuse()
    this.#close({ problem: { error } })
  }

  error(error: unknown): void {
    if (!this.#isClosed) this.addError(error)
  }

  close(code?: number, reason?: string): Promise<CloseInfo> {
    const request = { code, reason }
    checkClose(request, this.#port.socket?.isServer ?? false)
    if (!this.#isClosed) this.#close(request)
    return this.#port.whenClosed
  }

  complete(): void {
    void this.close()
  }

  /** Sends what was added before open, ahead of all else. */
  flush(): void {
    const queue = this.#queue
    this.#queue = undefined
    for (let data = queue?.shift(); data !== undefined; data = queue?.shift()) {
      this.#port.socket?.send(data)
    }
  }

  /** Takes nothing more from sources: the channel is closing. */
  stop(): void {
    for (const { pouring } of this.#pourings) pouring.stop()
  }

  /** Settles all that waits; so many bytes were never sent. */
  end(lifecycle: Closed, unsent: number): void {
    this.#queue = undefined
    this.#unsent = unsent
    this.stop()
    for (const { isSent, resolve, reject } of this.#pourings) {
      if (isSent()) resolve()
      else reject(endError(lifecycle))
    }
    this.#pourings = []
    this.#watch?.look()
    this.#done.settle(undefined, lifecycle.request?.problem)
  }

  #send(data: Sendable): void {
    if (this.#pourings.length > 0) this.#added += byteLength(data)
    const { lifecycle, socket } = this.#port
    if (lifecycle.name === 'open') socket?.send(data)
    else if (lifecycle.name === 'connecting')
      (this.#queue ??= new FrameQueue()).push(snapshot(data))
    else this.#unsent += byteLength(data)
  }

  #isCalm(): boolean {
    const amount = this.bufferedAmount
    return amount < this.#highWaterMark || amount === 0 || this.#port.lifecycle.name === 'closed'
  }

  #until(isReached: () => boolean): Promise<void> {
    if (isReached()) return Promise.resolve()
    this.#watch ??= new DrainWatch()
    return this.#watch.until(isReached)
  }

  #close(request: CloseRequest): void {
    this.#isClosed = true
    this.#port.close(request)
  }

  #pour(source: ObservableInput<Sendable>, { resolve, reject }: Settle): void {
    const { lifecycle } = this.#port
    if (this.#isClosed) throw misuse()
    if (lifecycle.name === 'closed') throw endError(lifecycle)
    const pouring = new Pouring<Sendable>(this, (problem) => {
      if (problem) reject(problem.error)
      const mark = this.#added
      // What was added since then may still wait; what was added before may not.
      active.isSent = () => this.bufferedAmount <= this.#added - mark
      void this.#until(() => problem !== undefined || active.isSent()).then(() => {
        resolve()
        this.#pourings = this.#pourings.filter((other) => other !== active)
      })
    })
    const active: ActivePouring = { pouring, resolve, reject, isSent: () => false }
    this.#pourings = [...this.#pourings, active]
    pouring.start(source)
  }
}

interface Settle {
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** An `addStream` whose promise has not settled. */
interface ActivePouring extends Settle {
  readonly pouring: Pouring<Sendable>
  /** Whether the source has completed and all that it gave was sent. */
  isSent: () => boolean
}

function misuse(): InvalidStateError {
  return new InvalidStateError('Cannot add to a sink after close: it was closed by this side')
}

/** What an `addStream` that the end cuts short rejects with: the very error of `stream` where it says the same. */
function endError({ info, problem }: Closed): WebSocketChannelError {
  const error = problem?.error
  if (error instanceof ConnectionClosedError || error instanceof ConnectionFailedError) return error
  return connectionClosed(info, error)
}
