import type { Observer } from 'rxjs'
import type { AddStreamTarget } from './add-stream.js'
import { BufferDrain, type Draining } from './buffer-drain.js'
import { ClosableSink } from './closable-sink.js'
import { byteLength, frameWeigher } from '../byte-length.js'
import type { ChannelSink } from '../channel.js'
import type { Sendable } from '../frame.js'
import { FrameQueue } from '../frame-queue.js'
import { checkSendable, snapshot } from './sendable.js'
import type { SinkPort } from './sink-port.js'
import { hasRoom } from './pull-source.js'

/** The sink of a connection: guarantees 14 and 17 to 20. */
export class SocketSink
  extends ClosableSink<Sendable, SinkPort>
  implements ChannelSink<Sendable>, AddStreamTarget, Draining
{
  readonly highWaterMark: number
  // What was added before open; absent after that.
  #queue: FrameQueue<Sendable> | undefined = new FrameQueue(frameWeigher)
  #unsent = 0
  #drain: BufferDrain | undefined
  #boundObserver: Observer<Sendable> | undefined

  constructor(port: SinkPort, settings: { readonly highWaterMark: number }) {
    super(port)
    this.highWaterMark = settings.highWaterMark
  }

  get bufferedAmount(): number {
    return this.#unsent + (this.#queue?.bytes ?? 0) + (this.port.socket?.bufferedAmount ?? 0)
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

  override add(data: Sendable): void {
    const sendable = checkSendable(data)
    this.refuseIfClosed()
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

  /** Sends what was added before open, ahead of everything else. */
  flush(): void {
    // The socket may call a handler inside `send`; what that handler adds is sent in the same loop.
    let data: Sendable | undefined
    while ((data = this.#queue?.shift()) !== undefined) this.port.socket?.send(data)
    this.#queue = undefined
  }

  /** Writes what the socket has gathered in this tick. */
  writeGathered(): void {
    this.port.socket?.flush?.()
  }

  /** Settles all promises of the sink. `unsent` is the number of bytes that were never sent. */
  end(unsent: number): void {
    this.#queue = undefined
    this.#unsent = unsent
    this.stop()
    this.#drain?.check()
  }

  nextDrain(): Promise<void> | undefined {
    return this.port.socket?.nextDrain?.()
  }

  until(isReached: () => boolean): Promise<void> {
    // Without this, frames that the fast path gathers would keep the caller waiting until the end of the tick.
    if (!isReached()) this.writeGathered()
    this.#drain ??= new BufferDrain(this)
    return this.#drain.until(() => isReached() || this.port.lifecycle.name === 'closed')
  }

  // Functions that need no `this`: the platform's Observable calls them without, RxJS 6 on an object that inherits from this.
  // Created when one is read, since most sinks are no observer.
  get #observer(): Observer<Sendable> {
    return (this.#boundObserver ??= {
      next: (data) => {
        this.#send(checkSendable(data))
      },
      error: (error) => {
        this.addErrorUnlessClosed(error)
      },
      complete: () => void this.close(),
    })
  }

  #send(data: Sendable): void {
    if (this.addStreamCalls?.isCounting) this.addStreamCalls.count(byteLength(data))
    const { lifecycle, socket } = this.port
    if (lifecycle.request ?? lifecycle.info) this.#unsent += byteLength(data)
    else if (this.#queue) this.#queue.push(snapshot(data))
    else socket?.send(data)
  }

  protected override addStreamTarget(): AddStreamTarget {
    return this
  }
}
