import type {
  OpenedStream,
  StreamClose,
  WebSocketStreamLike,
} from '../../../src/adapters/websocket-stream/web-socket-stream-like.js'

/** A `WebSocketStream` that is open, or has failed to open, over Node's web streams. The test plays the browser and the peer. */
export class FakeWebSocketStream implements WebSocketStreamLike {
  /** What was written, and the arguments of `close`. */
  readonly written: unknown[] = []
  readonly closes: (StreamClose | undefined)[] = []
  readonly opened: Promise<OpenedStream>
  readonly closed: Promise<StreamClose>
  /** Resolves or rejects `closed`. */
  readonly end: { resolve(close: StreamClose): void; reject(error: unknown): void }
  /** Called for each frame that is written; the frame is taken when it resolves. */
  take: () => Promise<void> = () => Promise.resolve()
  #incoming: ReadableStreamDefaultController<unknown> | undefined

  constructor(failure?: Error) {
    const readable = new ReadableStream<unknown>({
      start: (incoming) => void (this.#incoming = incoming),
    })
    const writable = new WritableStream<unknown>({
      write: (data) => {
        this.written.push(data)
        return this.take()
      },
    })
    this.opened = failure
      ? Promise.reject(failure)
      : Promise.resolve({ readable, writable, protocol: '' })
    let end: FakeWebSocketStream['end'] | undefined
    this.closed = new Promise((resolve, reject) => {
      end = { resolve, reject }
    })
    if (end === undefined) throw new Error('Expected the executor to run')
    this.end = end
  }

  close(close?: StreamClose): void {
    this.closes.push(close)
  }

  receive(data: unknown): void {
    this.#incoming?.enqueue(data)
  }

  /** Ends the stream of frames, and then the connection. */
  endWith(close: StreamClose): void {
    this.#incoming?.close()
    this.end.resolve(close)
  }

  /** Breaks the connection. */
  breakWith(error: unknown): void {
    this.#incoming?.error(error)
    this.end.reject(error)
  }
}
