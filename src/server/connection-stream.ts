import type { Observable } from 'rxjs'
import type { Lifecycle } from '../core/lifecycle/lifecycle.js'
import type { Holding } from '../core/receiving/decoder.js'
import { FrameStream } from '../core/receiving/frame-stream.js'

const OPEN: Lifecycle = { name: 'open', opened: true }
// Connections weigh nothing: `maxConnections` limits them.
const weightless = (): number => 0
const HOLDING: Holding<unknown, unknown> = {
  weigher: { exactly: weightless, atMost: weightless },
}
const SETTINGS = { highWaterMark: Infinity, maxHeldBytes: Infinity, unobserved: 'hold' } as const

/** The connections of a server, held and emitted as a channel's frames are: guarantees 7, 8 and 10. */
export class ConnectionStream<T> {
  readonly stream: Observable<T> & AsyncIterable<T>
  readonly #frames: FrameStream<T>

  constructor() {
    const port = { lifecycle: OPEN, socket: undefined, endWithError: () => undefined }
    this.stream = this.#frames = new FrameStream<T>(port, SETTINGS, HOLDING as Holding<T, T>)
  }

  push(connection: T): void {
    this.#frames.push(connection)
  }

  /** Completes, behind what is held. */
  end(): void {
    this.#frames.end(undefined)
  }
}
