import type { Channel, Layer } from '../core/channel.js'
import { ChannelBase, channelOf } from '../core/channel-base.js'
import { markAsHandled } from '../core/handled.js'
import { PendingRequests } from './pending-requests.js'
import {
  checkRequestOptions,
  type RequestCallOptions,
  type RequestOptions,
} from './request-options.js'

/** A channel on which requests have answers. */
export interface RequestChannel<In, Out> extends Channel<In, Out> {
  /**
   * Sends a request and returns its answer. Never throws, also before open, where the request is queued.
   *
   * Rejects with `RequestTimeoutError`; with the signal's reason; with the error of `stream` when the channel ends, or a
   * `ConnectionClosedError` where `stream` completes; with `InvalidStateError` after `close`; with `MessageError` when a layer
   * below cannot encode it; with what `failure` returned; with `RangeError` when another request with its id is pending.
   *
   * @param message The request, without its id.
   * @param options Its timeout and its signal.
   */
  request<Answer extends In = In>(message: Out, options?: RequestCallOptions): Promise<Answer>
}

/**
 * Adds `request` to a channel: a message that is sent with an id, and resolves with the message that answers it. Answers are
 * not in `stream`, also those that come late or twice; all other messages are.
 *
 * While a request is pending, an iteration does not pause the socket: what it has not read counts against `maxHeldBytes`.
 *
 * @param options How requests and answers carry an id, and how long an answer may take.
 * @throws {TypeError} If an option is missing, unknown or has the wrong type.
 * @throws {RangeError} If a number is out of range or a word is unknown.
 */
export function requests<In, Out, Id extends string | number = number>(
  options: RequestOptions<In, Out, Id>,
): Layer<Channel<In, Out>, RequestChannel<In, Out>> {
  checkRequestOptions(options)
  return (channel) => {
    const pending = new PendingRequests(channel, options)
    return channelOf<In, Out, RequestBase<In, Out, Id>>(RequestBase, pending.core, pending)
  }
}

class RequestBase<In, Out, Id extends string | number>
  extends ChannelBase<In, Out>
  implements RequestChannel<In, Out>
{
  readonly #pending: PendingRequests<In, Out, Id>

  constructor(core: object, pending: PendingRequests<In, Out, Id>) {
    super(core)
    this.#pending = pending
  }

  request<Answer extends In = In>(message: Out, options: RequestCallOptions = {}): Promise<Answer> {
    // The caller knows which of the messages answers its request.
    return markAsHandled(this.#pending.send(message, options)) as Promise<Answer>
  }
}
