import { amount, checkSignal, expectType } from '../core/arguments/check-options.js'
import type { AbortSignalLike } from '../core/arguments/options.js'
import { MessageError, RequestTimeoutError } from '../core/errors.js'
import type { LayerCore } from '../core/layering/layer-core.js'
import { onAbort } from '../core/lifecycle/abort-signal.js'
import type { ErrorBox } from '../core/lifecycle/close-request.js'
import { connectionClosed } from '../core/lifecycle/end-errors.js'
import { Deadlines } from './deadlines.js'
import { countedIds, type GivenIds, rememberedIds } from './given-ids.js'
import type { RequestCallOptions, RequestOptions } from './request-options.js'

/** The two functions that settle a promise. */
interface Settle<In> {
  readonly resolve: (answer: In) => void
  readonly reject: (error: unknown) => void
}

interface Pending<In, Id> extends Settle<In> {
  readonly id: Id
  readonly timeout: number
  ignoreSignal?: () => void
}

/** The requests of one channel that have no answer yet. */
export class PendingRequests<In, Out, Id extends string | number> {
  readonly #core: LayerCore<In, Out, In, Out>
  readonly #options: RequestOptions<In, Out, Id>
  readonly #ids: GivenIds<Id>
  readonly #pending = new Map<Id, Pending<In, Id>>()
  readonly #deadlines = new Deadlines<Pending<In, Id>>((request) => {
    const { timeout } = request
    const message = `Request failed: no answer within ${timeout} ms`
    this.#settle(request).reject(new RequestTimeoutError(message, { timeout }))
  })
  // How the stream has ended.
  #end: ErrorBox | undefined

  constructor(core: LayerCore<In, Out, In, Out>, options: RequestOptions<In, Out, Id>) {
    const { nextId } = options
    this.#core = core
    this.#options = options
    // Without `nextId` the type of ids is `number`.
    this.#ids = nextId ? rememberedIds(nextId) : (countedIds() as GivenIds<Id>)
  }

  /** Sends a request. What it throws is what the promise rejects with. */
  send(message: Out, options: RequestCallOptions, settle: Settle<In>): void {
    expectType('options', options, 'object')
    const { signal } = options
    const timeout = amount('timeout', options.timeout, this.#options.timeout ?? 30_000)
    if (signal !== undefined) checkSignal(signal)
    if (signal?.aborted) throw signal.reason
    const request: Pending<In, Id> = { ...settle, id: this.#nextId(), timeout }
    const stamped = this.#options.stamp(message, request.id)
    // Before it is sent: the answer may come inside `add`.
    this.#register(request)
    try {
      this.#core.sink.add(stamped)
    } catch (error) {
      this.#settle(request)
      throw error
    }
    if (this.#end) this.#settle(request).reject(this.#end.error)
    else if (signal) this.#listen(request, signal)
  }

  /** Returns whether a message is an answer, after it has settled the request that it answers. */
  take(message: In): boolean {
    const id = this.#call('answers', message)
    if (id === undefined) return false
    const request = this.#pending.get(id as Id)
    if (!request) return this.#ids.has(id as Id)
    const error = this.#call('failure', message)
    const { resolve, reject } = this.#settle(request)
    if (error === undefined) resolve(message)
    else reject(error)
    return true
  }

  /** Rejects all requests: the connection that they were sent on was lost. */
  rejectAll(error: unknown): void {
    for (const request of this.#pending.values()) this.#settle(request).reject(error)
  }

  /** Rejects all requests, and all that follow: the stream has ended, with an error or without one. */
  end(errorBox: ErrorBox | undefined): void {
    const { info } = this.#core.lifecycle
    this.#end = errorBox ?? { error: info && connectionClosed(info, undefined) }
    this.rejectAll(this.#end.error)
  }

  #nextId(): Id {
    const id = this.#ids.next()
    if (typeof id !== 'string') expectType('id', id, 'number')
    if (this.#pending.has(id)) {
      throw new RangeError(`Cannot use id ${JSON.stringify(id)}: a request with it is pending`)
    }
    return id
  }

  #register(request: Pending<In, Id>): void {
    this.#pending.set(request.id, request)
    this.#deadlines.add(request, request.timeout)
    // An iteration that asks inside its loop would otherwise wait for itself.
    if (this.#pending.size === 1) this.#core.countProhibitions(1)
  }

  #settle(request: Pending<In, Id>): Settle<In> {
    if (this.#pending.get(request.id) !== request) return request
    this.#pending.delete(request.id)
    this.#deadlines.delete(request, request.timeout)
    request.ignoreSignal?.()
    if (this.#pending.size === 0) this.#core.countProhibitions(-1)
    return request
  }

  #listen(request: Pending<In, Id>, signal: AbortSignalLike): void {
    if (this.#pending.get(request.id) !== request) return
    request.ignoreSignal = onAbort(signal, (reason) => {
      this.#settle(request).reject(reason)
    })
  }

  /** Calls a function of the user's with a message. What it throws ends the channel, as a `MessageError`. */
  #call(name: 'answers' | 'failure', message: In): unknown {
    try {
      return this.#options[name]?.(message)
    } catch (cause) {
      throw new MessageError(`Cannot handle message: ${name} threw`, { data: message, cause })
    }
  }
}
