import type { Channel, CloseInfo } from '../../core/channel.js'
import type { Frame, Sendable } from '../../core/frame.js'
import { inMicrotask } from '../../core/microtask.js'
import { checkedClose, sendable } from './arguments.js'
import { binaryData, domException, eventOf } from './platform.js'

export const CONNECTING = 0
export const OPEN = 1
export const CLOSING = 2
export const CLOSED = 3

/** A channel as the state and the events of a WHATWG `WebSocket`. */
export class ChannelSocket {
  readyState: number = CONNECTING
  binaryType = 'blob'
  readonly #channel: Channel<Frame, Sendable>
  readonly #origin: string
  readonly #dispatch: (event: object) => void
  #hasOpened = false

  /** @param dispatch Emits an event. */
  constructor(channel: Channel<Frame, Sendable>, url: string, dispatch: (event: object) => void) {
    this.#channel = channel
    this.#origin = new URL(url).origin
    this.#dispatch = dispatch
    // No event is emitted inside the constructor, even if the channel is open: nobody can listen yet.
    inMicrotask(() => {
      const end = (): void => {
        // Otherwise the stream ends behind the messages.
        if (!this.#hasOpened) this.#endWithChannel()
      }
      // Not `states`: a channel that has opened and ended by now was open.
      channel.ready.then(() => {
        this.#opened()
        end()
      }, end)
    })
  }

  get bufferedAmount(): number {
    return this.#channel.sink.bufferedAmount
  }

  get protocol(): string {
    return this.#channel.protocol
  }

  send(data: unknown): void {
    if (this.readyState === CONNECTING) {
      throw domException('Cannot send before the connection is open', 'InvalidStateError')
    }
    const { sink } = this.#channel
    const message = sendable(data)
    // While it is open, what cannot be queued is an error of the caller; later it is only counted.
    if (this.readyState === OPEN) sink.add(message)
    else sink.next(message)
  }

  close(code: unknown, reason: unknown): void {
    const close = checkedClose(code, reason)
    if (this.readyState >= CLOSING) return
    const wasOpen = this.readyState === OPEN
    this.readyState = CLOSING
    if (wasOpen) void this.#channel.sink.close(...close)
    else this.#channel.abort()
  }

  #opened(): void {
    if (this.readyState !== CONNECTING) return
    this.readyState = OPEN
    this.#hasOpened = true
    this.#dispatch(eventOf('open'))
    const end = this.#endWithChannel.bind(this)
    // Only now: messages come after the event, and the end after the messages.
    this.#channel.stream.subscribe({
      next: (frame) => {
        this.#message(frame)
      },
      error: end,
      complete: end,
    })
  }

  #message(frame: Frame): void {
    if (this.readyState !== OPEN) return
    const data = typeof frame === 'string' ? frame : binaryData(frame, this.binaryType)
    this.#dispatch(eventOf('message', { data, origin: this.#origin }))
  }

  #endWithChannel(): void {
    void this.#channel.closed.then((info) => {
      this.#ended(info)
    })
  }

  #ended({ code, reason, wasClean, initiator }: CloseInfo): void {
    this.readyState = CLOSED
    if (!this.#hasOpened || (!wasClean && initiator === 'failure')) this.#dispatch(eventOf('error'))
    this.#dispatch(eventOf('close', { code, reason, wasClean }))
  }
}
