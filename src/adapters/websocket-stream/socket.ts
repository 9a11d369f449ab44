import { byteLength } from '../../core/byte-length.js'
import type { Frame, Sendable } from '../../core/frame.js'
import { NO_CLOSE_FRAME } from '../../core/lifecycle/lifecycle.js'
import { snapshot } from '../../core/sending/sendable.js'
import type { Socket, SocketClose, SocketHandlers } from '../../core/socket.js'
import { SendOrder } from '../send-order.js'
import { received } from '../whatwg/received.js'
import type {
  FrameReader,
  FrameWriter,
  OpenedStream,
  StreamClose,
  WebSocketStreamLike,
} from './web-socket-stream-like.js'

const NO_FRAME = { done: true, value: undefined }

/**
 * Makes a {@link Socket} of a `WebSocketStream`. It reads one frame after the other, and none while it is paused: the browser
 * then stops reading from the network.
 */
export class WebSocketStreamSocket implements Socket {
  readonly #native: WebSocketStreamLike
  #handlers: SocketHandlers | undefined
  #reader: FrameReader | undefined
  #writer: FrameWriter | undefined
  #isPaused = false
  #isReading = false
  // Bytes of the frames that the browser has not taken, or has refused.
  #writing = 0
  #taken = 0
  // Settles, without an error, when the browser has taken or refused the last frame.
  #lastWrite: Promise<void> | undefined
  readonly #sending = new SendOrder((cause) => this.#handlers?.failed({ cause }))

  constructor(native: WebSocketStreamLike) {
    this.#native = native
    // Its rejection is handled when the readable stream has ended.
    native.closed.catch(ignore)
  }

  get bufferedAmount(): number {
    return this.#sending.bytes + this.#writing
  }

  get bytesTaken(): number {
    return this.#taken
  }

  attach(handlers: SocketHandlers): void {
    this.#handlers = handlers
    this.#native.opened.then(
      (streams) => {
        this.#open(streams)
      },
      (cause: unknown) => this.#handlers?.failed({ cause }),
    )
  }

  send(data: Sendable): void {
    this.#sending.take(data, this.#write)
  }

  close(code: number | undefined, reason: string): void {
    this.#sending.take('', () => {
      // Chromium 156 crashes the page if `close` is called while two frames or more wait to be written.
      const close = (): void => {
        this.#native.close(code === undefined ? {} : { closeCode: code, reason })
      }
      if (this.#lastWrite) void this.#lastWrite.then(close)
      else close()
    })
  }

  abort(): void {
    this.#handlers = undefined
    // Drops the frames behind the one under way, for the same reason as in `close`.
    this.#writer?.abort().catch(ignore)
    this.#native.close()
    // The closing handshake ends only if the frames before the peer's close frame are read.
    this.resume()
  }

  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    this.#isPaused = false
    if (this.#reader) void this.#read(this.#reader)
  }

  #open({ readable, writable, protocol }: OpenedStream): void {
    this.#reader = readable.getReader()
    this.#writer = writable.getWriter()
    this.#handlers?.opened(protocol)
    this.resume()
  }

  /** Reads until the socket is paused or the stream has ended. */
  async #read(reader: FrameReader): Promise<void> {
    if (this.#isReading) return
    this.#isReading = true
    let hasNext = true
    while (hasNext && !this.#isPaused) hasNext = await this.#readNext(reader)
    this.#isReading = false
    if (!hasNext) await this.#end(reader)
  }

  /** Delivers the next frame. Resolves with `false` if there is none. */
  async #readNext(reader: FrameReader): Promise<boolean> {
    // `read` rejects if the connection broke.
    const { done, value } = await reader.read().catch(() => NO_FRAME)
    if (!done) this.#deliver(value)
    return !done
  }

  #deliver(data: unknown): void {
    try {
      // There are no blobs among the frames of a `WebSocketStream`.
      this.#handlers?.message(received(data) as Frame)
    } catch (cause) {
      this.#handlers?.failed({ cause })
    }
  }

  // The copy is needed, because a frame may wait in the writer's queue.
  readonly #write = (data: Sendable): void => {
    const bytes = byteLength(data)
    this.#writing += bytes
    const written = this.#writer?.write(snapshot(data)).then(
      () => {
        this.#writing -= bytes
        this.#taken += bytes
        if (this.#lastWrite === written) this.#lastWrite = undefined
      },
      // Its bytes stay counted. If the connection has not ended, it ends now.
      () => {
        this.#native.close()
      },
    )
    this.#lastWrite = written
  }

  /** Reports the end, after the last frame. */
  async #end(reader: FrameReader): Promise<void> {
    this.#reader = undefined
    reader.releaseLock()
    this.#writer?.releaseLock()
    const close = await this.#native.closed.then(
      (close) => closeOf(close),
      (error: unknown) => ({ ...closeOf(Object(error) as StreamClose), wasClean: false }),
    )
    this.#handlers?.closed(close)
  }
}

function closeOf({ closeCode, reason }: StreamClose): SocketClose {
  return closeCode && closeCode !== NO_CLOSE_FRAME.code
    ? { code: closeCode, reason: reason ?? '', wasClean: true }
    : NO_CLOSE_FRAME
}

function ignore(): void {
  // The socket reports the end of the connection by `closed` alone.
}
