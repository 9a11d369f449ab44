import { ChannelPromises } from '../../../src/core/lifecycle/channel-promises.js'
import { endError } from '../../../src/core/lifecycle/end-errors.js'
import {
  CONNECTING,
  type Lifecycle,
  type LifecycleEvent,
  transition,
} from '../../../src/core/lifecycle/lifecycle.js'
import type { SinkPort } from '../../../src/core/sending/sink-port.js'
import { SocketSink } from '../../../src/core/sending/socket-sink.js'

/** A sink over a socket that records what it was given, and the events that change its lifecycle. */
export class RecordedSink {
  readonly sent: unknown[] = []
  readonly requests: unknown[] = []
  /** What the socket has not written yet. */
  buffered = 0
  readonly sink: SocketSink
  #lifecycle: Lifecycle = CONNECTING
  readonly #promises = new ChannelPromises(CONNECTING)

  constructor(highWaterMark = 100) {
    const owner = (): this => this
    const port: SinkPort = {
      get lifecycle() {
        return owner().#lifecycle
      },
      socket: {
        get bufferedAmount() {
          return owner().buffered
        },
        send: (data: unknown) => this.sent.push(data),
      } as never,
      promises: this.#promises,
      endError: (info) => endError(info, undefined),
      checkClose: () => undefined,
      requestClose: (request) => {
        this.requests.push(request)
        this.apply({ type: 'close', request })
      },
    }
    this.sink = new SocketSink(port, { highWaterMark })
  }

  open(): this {
    this.apply({ type: 'opened' })
    this.sink.flush()
    return this
  }

  /** Ends the connection, with so many bytes unsent. */
  end(event: Partial<Extract<LifecycleEvent, { type: 'ended' }>> = {}, unsent = 0): void {
    this.apply({ type: 'ended', ...event })
    this.sink.end(unsent)
  }

  apply(event: LifecycleEvent): void {
    this.#lifecycle = transition(this.#lifecycle, event)
    this.#promises.update(this.#lifecycle)
  }
}
