import type { Observer } from 'rxjs'
import { AddStreamCalls, type AddStreamTarget } from './add-stream.js'
import { BufferDrain } from './buffer-drain.js'
import { byteLength, frameWeigher } from '../byte-length.js'
import type { ChannelSink, CloseInfo } from '../channel.js'
import { InvalidStateError } from '../errors.js'
import type { Sendable } from '../frame.js'
import { FrameQueue } from '../frame-queue.js'
import { markAsHandled } from '../handled.js'
import type { CloseRequest } from '../lifecycle/close-request.js'
import { checkSendable, snapshot } from './sendable.js'
import type { SinkPort } from './sink-port.js'
import { hasRoom, type StreamSource } from './pull-source.js'

/** The sink of a connection: guarantees 14 and 17 to 20. */
export class SocketSink implements ChannelSink<Sendable>, AddStreamTarget {
  readonly #port: SinkPort
  readonly highWaterMark: number
  // What was added before open; absent after that.
  #queue: FrameQueue<Sendable> | undefined = new FrameQueue(frameWeigher)
  #unsent = 0
  #isClosed = false
  #drain: BufferDrain | undefined
  #addStreamCalls: AddStreamCalls | undefined
  #boundObserver: Observer<Sendable> | undefined

  constructor(port: SinkPort, settings: { readonly highWaterMark: number }) {
    this.#port = port
    this.highWaterMark = settings.highWaterMark
  }

  get bufferedAmount(): number {
    return this.#unsent + (this.#queue?.bytes ?? 0) + (this.#port.socket?.bufferedAmount ?? 0)
  }

  get hasQueued(): boolean {
    return Boolean(this.#queue?.length)
  }

  /** Whether the socket has received everything that was added before open. */
  get isFlushed(): boolean {
    return this.#queue === undefined
  }

  get isReady(): boolean {
    return hasRoom(this)
  }

  get ready(): Promise<void> {
    return this.until(() => this.isReady)
  }

  get done(): Promise<void> {
    return this.#port.promises.done
  }

  add(data: Sendable): void {
    const sendable = checkSendable(data)
    this.#refuseIfClosed()
    this.#send(sendable)
  }

  get next(): (data: Sendable) => void {
    return this.#observer.next
  }

  get error(): (error: unknown) => void {
    return this.#observer.error
  }

  get complete(): () => void {
    return this.#observer.complete
  }

  addStream(source: StreamSource<Sendable>): Promise<void> {
    return this.addFrom(source, (data) => {
      this.add(data)
    })
  }

  /** As `addFrom` of a core. */
  addFrom<V>(source: StreamSource<V>, add: (value: V) => void): Promise<void> {
    return markAsHandled(this.#addFrom(source, add))
  }

  addError(error: unknown): void {
    this.#refuseIfClosed()
    this.#close({ errorBox: { error } })
  }

  close(code?: number, reason?: string): Promise<CloseInfo> {
    const request = { code, reason }
    this.#port.checkClose(request)
    if (!this.#isClosed) this.#close(request)
    return this.#port.promises.closed
  }

  /** Sends what was added before open, ahead of everything else. */
  flush(): void {
    // The socket may call a handler inside `send`; what that handler adds is sent in the same loop.
    let data: Sendable | undefined
    while ((data = this.#queue?.shift()) !== undefined) this.#port.socket?.send(data)
    this.#queue = undefined
  }

  /** Unsubscribes all sources of `addStream`: the channel is closing. */
  stop(): void {
    this.#addStreamCalls?.stop()
  }

  /** Settles all promises of the sink. `unsent` is the number of bytes that were never sent. */
  end(unsent: number): void {
    this.#queue = undefined
    this.#unsent = unsent
    this.stop()
    this.#drain?.check()
  }

  until(isReached: () => boolean): Promise<void> {
    // Without this, frames that the fast path gathers would keep the caller waiting until the end of the tick.
    if (!isReached()) this.#port.socket?.flush?.()
    this.#drain ??= new BufferDrain(() => this.bufferedAmount)
    return this.#drain.until(() => isReached() || this.#port.lifecycle.name === 'closed')
  }

  // Functions that need no `this`: the platform's Observable calls them without, RxJS 6 on an object that inherits from this.
  // Created when one is read, since most sinks are no observer.
  get #observer(): Observer<Sendable> {
    return (this.#boundObserver ??= {
      next: (data) => {
        this.#send(checkSendable(data))
      },
      error: (error) => {
        if (!this.#isClosed) this.addError(error)
      },
      complete: () => void this.close(),
    })
  }

  #send(data: Sendable): void {
    if (this.#addStreamCalls?.isCounting) this.#addStreamCalls.count(byteLength(data))
    const { lifecycle, socket } = this.#port
    if (lifecycle.request ?? lifecycle.info) this.#unsent += byteLength(data)
    else if (this.#queue) this.#queue.push(snapshot(data))
    else socket?.send(data)
  }

  async #addFrom<V>(source: StreamSource<V>, add: (value: V) => void): Promise<void> {
    this.#refuseIfClosed()
    await (this.#addStreamCalls ??= new AddStreamCalls(this.#port, this)).add(source, add)
  }

  #refuseIfClosed(): void {
    if (!this.#isClosed) return
    throw new InvalidStateError('Cannot use a sink after close: this side closed it')
  }

  #close(request: CloseRequest): void {
    this.#isClosed = true
    this.#port.requestClose(request)
  }
}
