import type { CloseInfo } from '../channel.js'
import { InvalidStateError } from '../errors.js'
import { markAsHandled } from '../handled.js'
import type { CloseRequest } from '../lifecycle/close-request.js'
import { AddStreamCalls, type AddStreamPort, type AddStreamTarget } from './add-stream.js'
import type { StreamSource } from './pull-source.js'

/** What closing a sink needs of its channel. */
export interface ClosablePort extends AddStreamPort {
  readonly promises: { readonly closed: Promise<CloseInfo>; readonly done: Promise<void> }
  /** Throws if the arguments of `close` are invalid for this side. */
  checkClose(request: CloseRequest): void
  requestClose(request: CloseRequest): void
}

/** What every sink with a lifecycle does alike: it closes once, and adds the values of sources. */
export abstract class ClosableSink<Out, Port extends ClosablePort> {
  protected readonly port: Port
  // Made for the first source: most sinks have none.
  protected addStreamCalls: AddStreamCalls | undefined
  #isClosed = false

  constructor(port: Port) {
    this.port = port
  }

  get done(): Promise<void> {
    return this.port.promises.done
  }

  abstract add(message: Out): void

  addStream(source: StreamSource<Out>): Promise<void> {
    return this.addFrom(source, (message) => {
      this.add(message)
    })
  }

  /** As `addFrom` of a core. */
  addFrom<Value>(source: StreamSource<Value>, add: (value: Value) => void): Promise<void> {
    return markAsHandled(this.#addFrom(source, add))
  }

  addError(error: unknown): void {
    this.refuseIfClosed()
    this.#close({ errorBox: { error } })
  }

  close(code?: number, reason?: string): Promise<CloseInfo> {
    const request = { code, reason }
    this.port.checkClose(request)
    if (!this.#isClosed) this.#close(request)
    return this.port.promises.closed
  }

  /** Unsubscribes all sources of `addStream`: the channel is closing. */
  stop(): void {
    this.addStreamCalls?.stop()
  }

  /** As `addError`, but ignored after a close of this side. */
  protected addErrorUnlessClosed(error: unknown): void {
    if (!this.#isClosed) this.addError(error)
  }

  protected refuseIfClosed(): void {
    if (!this.#isClosed) return
    throw new InvalidStateError('Cannot use a sink after close: this side closed it')
  }

  /** What the values of sources are added to. */
  protected abstract addStreamTarget(): AddStreamTarget

  async #addFrom<Value>(source: StreamSource<Value>, add: (value: Value) => void): Promise<void> {
    this.refuseIfClosed()
    this.addStreamCalls ??= new AddStreamCalls(this.port, this.addStreamTarget())
    await this.addStreamCalls.add(source, add)
  }

  #close(request: CloseRequest): void {
    this.#isClosed = true
    this.port.requestClose(request)
  }
}
