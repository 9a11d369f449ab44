import type { BlobLike, Frame, Sendable } from '../core/frame.js'
import { copyOf } from '../core/sendable.js'
import type { Socket, SocketClose, SocketFailure, SocketHandlers } from '../core/socket.js'
import type { WebSocketLike } from '../core/web-socket-like.js'

const OPEN = 1
const ABNORMAL_CLOSURE = 1006

/** What is read of a `message` event. */
interface MessageLike {
  readonly data: unknown
}

/** What is read of a `close` event. React Native leaves some of it out, Deno reports code 0. */
interface CloseLike {
  readonly code?: number
  readonly reason?: string
  readonly wasClean?: boolean
}

/** What is read of an `error` event. Browsers tell nothing, runtimes a message or an error. */
interface ErrorLike {
  readonly error?: unknown
  readonly message?: string
}

/** Any object with the WHATWG `WebSocket` interface as a {@link Socket}. */
export class WebSocketAdapter implements Socket {
  readonly isServer = false
  readonly #native: WebSocketLike & { terminate?(): void }
  #handlers: SocketHandlers | undefined
  // Settles when every `Blob` that came has been read; absent while there is none.
  #reading: Promise<void> | undefined

  constructor(native: WebSocketLike) {
    this.#native = native
    // React Native has no type until one is set, Bun and ws one of their own.
    native.binaryType = 'arraybuffer'
  }

  get bufferedAmount(): number {
    // React Native has none.
    return this.#native.bufferedAmount || 0
  }

  attach(handlers: SocketHandlers): void {
    const native = this.#native
    if (native.readyState > OPEN) {
      handlers.failed({ detail: 'the socket was closed before' })
      return
    }
    this.#handlers = handlers
    native.addEventListener('open', this.#onOpen)
    native.addEventListener('message', this.#onMessage)
    native.addEventListener('error', this.#onError)
    native.addEventListener('close', this.#onClose)
    if (native.readyState === OPEN) this.#onOpen()
  }

  send(data: Sendable): void {
    this.#native.send(data as string)
  }

  close(code: number | undefined, reason: string): void {
    if (code === undefined) this.#native.close()
    else this.#native.close(code, reason)
  }

  abort(): void {
    const native = this.#native
    this.#detach()
    if (native.readyState > OPEN) return
    // Bun and ws can drop the connection.
    if (native.terminate) native.terminate()
    else native.close()
  }

  readonly #onOpen = (): void => {
    this.#handlers?.opened(this.#native.protocol)
  }

  readonly #onMessage = ({ data }: MessageLike): void => {
    const frame = toFrame(data)
    if (this.#reading) this.#afterReading(() => this.#deliver(frame ?? data))
    else if (frame !== undefined) this.#handlers?.message(frame)
    else this.#afterReading(() => this.#deliver(data))
  }

  // A connection that failed is over: Node 22 and old WebViews send no `close` event after it.
  readonly #onError = ({ error, message }: ErrorLike): void => {
    this.#end({ cause: error ?? (message ? new Error(message) : undefined) })
  }

  readonly #onClose = ({ code, reason, wasClean }: CloseLike): void => {
    this.#release()
    const known = code || ABNORMAL_CLOSURE
    this.#end({
      code: known,
      reason: reason ?? '',
      wasClean: wasClean ?? known !== ABNORMAL_CLOSURE,
    })
  }

  #end(how: SocketClose | SocketFailure): void {
    const end = (): void => {
      const handlers = this.#detach()
      if ('code' in how) handlers?.closed(how)
      else handlers?.failed(how)
    }
    if (this.#reading) this.#afterReading(end)
    else end()
  }

  /** Keeps the order of all that comes while a blob is being read. */
  #afterReading(step: () => void | Promise<void>): void {
    const reading = (this.#reading ?? Promise.resolve()).then(step).then(
      () => {
        if (this.#reading === reading) this.#reading = undefined
      },
      (cause: unknown) => {
        const handlers = this.#handlers
        this.abort()
        handlers?.failed({ cause })
      },
    )
    this.#reading = reading
  }

  async #deliver(data: unknown): Promise<void> {
    const frame = toFrame(data) ?? new Uint8Array(await (data as BlobLike).arrayBuffer())
    this.#handlers?.message(frame)
  }

  #detach(): SocketHandlers | undefined {
    const handlers = this.#handlers
    const native = this.#native
    this.#handlers = undefined
    native.removeEventListener('open', this.#onOpen)
    native.removeEventListener('message', this.#onMessage)
    // An emitter as ws's class would throw a late error at the process if nobody listened.
    if (!('on' in native)) this.#release()
    return handlers
  }

  #release(): void {
    this.#native.removeEventListener('error', this.#onError)
    this.#native.removeEventListener('close', this.#onClose)
  }
}

/** What a `message` event brought as a frame; `undefined` for a `Blob`, which has to be read first. */
function toFrame(data: unknown): Frame | undefined {
  if (typeof data === 'string') return data
  if (ArrayBuffer.isView(data)) return copyOf(data)
  return 'arrayBuffer' in (data as object) ? undefined : new Uint8Array(data as ArrayBuffer)
}
