import { expectType } from '../core/arguments/check-options.js'
import type { AbortSignalLike } from '../core/arguments/options.js'
import type { Channel } from '../core/channel.js'
import { MessageError, RequestTimeoutError } from '../core/errors.js'
import type { LayerCore, LayerHooks } from '../core/layering/layer-core.js'
import { layerCore } from '../core/layering/layered-channel.js'
import { onAbort } from '../core/lifecycle/abort-signal.js'
import type { ErrorBox } from '../core/lifecycle/close-request.js'
import { abortError, connectionClosed } from '../core/lifecycle/end-errors.js'
import { NO_CLOSE_FRAME } from '../core/lifecycle/lifecycle.js'
import { type Deadline, Deadlines } from './deadlines.js'
import { countedIds, type GivenIds, rememberedIds } from './given-ids.js'
import { PendingRequest } from './pending-request.js'
import {
  checkCallOptions,
  type RequestCallOptions,
  type RequestOptions,
} from './request-options.js'
import { settleQuietly } from './settle-quietly.js'

// One request is kept for V8, which drops the code optimized for them at a garbage collection that finds none.
const kept: Deadline[] = []

/** The requests of one channel that have no answer yet. */
export class PendingRequests<In, Out, Id extends string | number> implements LayerHooks<
  In,
  Out,
  In,
  Out
> {
  readonly unobserved: 'hold' | 'drop' | undefined
  readonly #core: LayerCore<In, Out, In, Out>
  readonly #options: RequestOptions<In, Out, Id>
  readonly #ids: GivenIds<Id>
  readonly #timeout: number
  // Both are made for the first request: many channels never ask.
  #pending: Map<Id, PendingRequest<In, Id>> | undefined
  #deadlines: Deadlines<PendingRequest<In, Id>> | undefined
  // Connections of a reconnecting channel that this layer knows of.
  #connections = 0
  // How the stream has ended.
  #end: ErrorBox | undefined

  constructor(channel: Channel<In, Out>, options: RequestOptions<In, Out, Id>) {
    const { nextId, timeout = 30_000 } = options
    if (kept.length === 0) kept.push(new PendingRequest(undefined, 0))
    this.#options = options
    this.#timeout = timeout
    // Without `nextId` the type of ids is `number`.
    this.#ids = nextId ? rememberedIds(nextId) : (countedIds() as GivenIds<Id>)
    this.unobserved = options.unobserved
    this.#core = layerCore(channel, this)
  }

  /** The core of the layer, whose hooks this is. */
  get core(): LayerCore<In, Out, In, Out> {
    return this.#core
  }

  /** Sends a request. The promise of its answer rejects with what this throws. */
  send(message: Out, options: RequestCallOptions | undefined): Promise<In> {
    try {
      if (options !== undefined) checkCallOptions(options)
      const signal = options?.signal
      if (signal?.aborted) throw abortReason(signal.reason)
      const request = new PendingRequest<In, Id>(this.#nextId(), options?.timeout ?? this.#timeout)
      const stamped = settleQuietly(this.#options.stamp(message, request.id))
      // Before it is sent: the answer may arrive inside `add`.
      this.#register(request)
      this.#begin(stamped, request, signal)
      if (this.#end) this.#settle(request).reject(this.#end.error)
      return request.answer
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /** Returns whether a message is an answer, after it has settled the request that it answers. */
  intercept(message: In): boolean {
    const { answers, failure } = this.#options
    const id = call(answers, message, 'answers')
    if (id === undefined) return false
    const request = this.#pending?.get(id)
    if (!request) return this.#ids.has(settleQuietly(id))
    const error = failure && settleQuietly(call(failure, message, 'failure'))
    this.#settle(request)
    if (error === undefined) request.resolve(message)
    else request.reject(error)
    return true
  }

  /** The connection was lost. Rejects the requests that were sent on it, but not those that are queued for the next one. */
  lost(error: unknown): void {
    this.#rejectAll(error, this.#connections)
  }

  /** Another connection is open. */
  connected(): void {
    this.#connections++
  }

  /** Rejects all requests, and all that follow: the stream has ended, with an error or without one. */
  ended(errorBox: ErrorBox | undefined): void {
    // The stream of a channel that users made may end before the channel does.
    const { info = { ...NO_CLOSE_FRAME, initiator: 'failure' } } = this.#core.lifecycle
    this.#end = errorBox ?? { error: connectionClosed(info, undefined) }
    this.#rejectAll(this.#end.error, Infinity)
  }

  #rejectAll(error: unknown, lastConnection: number): void {
    if (!this.#pending) return
    for (const request of this.#pending.values()) {
      if (request.connection <= lastConnection) this.#settle(request).reject(error)
    }
  }

  #nextId(): Id {
    const id = settleQuietly(this.#ids.next())
    if (typeof id !== 'string') expectType('id', id, 'number')
    if (this.#pending?.has(id)) {
      throw new RangeError(`Cannot use id ${JSON.stringify(id)}: a request with it is pending`)
    }
    return id
  }

  #register(request: PendingRequest<In, Id>): void {
    request.connection = this.#connections + (this.#core.awaitsConnection ? 1 : 0)
    this.#pending ??= new Map<Id, PendingRequest<In, Id>>()
    this.#pending.set(request.id, request)
    this.#deadlines ??= new Deadlines((expired) => {
      this.#expire(expired)
    })
    this.#deadlines.add(request)
    // An iteration that asks inside its loop would otherwise wait for itself.
    if (this.#pending.size === 1) this.#core.countProhibitions(1)
  }

  #begin(stamped: Out, request: PendingRequest<In, Id>, signal: AbortSignalLike | undefined): void {
    try {
      this.#core.sink.add(stamped)
      if (signal) this.#listen(request, signal)
    } catch (error) {
      this.#settle(request)
      throw error
    }
  }

  #settle(request: PendingRequest<In, Id>): PendingRequest<In, Id> {
    if (this.#pending?.get(request.id) !== request) return request
    this.#pending.delete(request.id)
    this.#deadlines?.delete(request)
    request.ignoreSignal?.()
    if (this.#pending.size === 0) this.#core.countProhibitions(-1)
    return request
  }

  #expire(request: PendingRequest<In, Id>): void {
    const { timeout } = request
    const message = `Request failed: no answer within ${timeout} ms`
    this.#settle(request).reject(new RequestTimeoutError(message, { timeout }))
  }

  #listen(request: PendingRequest<In, Id>, signal: AbortSignalLike): void {
    if (this.#pending?.get(request.id) !== request) return
    request.ignoreSignal = onAbort(signal, (reason) => {
      this.#settle(request).reject(abortReason(reason))
    })
  }
}

/** The reason of a signal. Those of React Native have none. */
function abortReason(reason: unknown): unknown {
  return reason === undefined ? abortError('The request was aborted') : reason
}

/** Calls a function of the user's with a message. What it throws ends the channel, as a `MessageError`. */
function call<In, T>(option: (message: In) => T, message: In, name: string): T {
  try {
    return option(message)
  } catch (cause) {
    throw new MessageError(`Cannot handle message: ${name} threw`, { data: message, cause })
  }
}
