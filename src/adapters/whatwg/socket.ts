import type { Sendable } from '../../core/frame.js'
import { NO_CLOSE_FRAME } from '../../core/lifecycle/lifecycle.js'
import type { Socket, SocketHandlers } from '../../core/socket.js'
import type { WebSocketLike } from '../../core/arguments/web-socket-like.js'
import { SendOrder } from '../send-order.js'

const OPEN = 1

/** What is read of events, whatever their type. */
interface EventLike {
  /** What a `message` brought: a string, an `ArrayBuffer`, on some platforms a `Uint8Array` or a `Blob`. */
  readonly data?: unknown
  /** Deno reports code 0 where there was no close frame; React Native leaves some of these out. */
  readonly code?: number
  readonly reason?: string | null
  readonly wasClean?: boolean
  /** Browsers tell nothing of an `error`, runtimes a message or an error. */
  readonly error?: unknown
  readonly message?: string
}

/** Any object with the WHATWG `WebSocket` interface as a {@link Socket}. */
export class WhatwgSocket implements Socket {
  readonly #native: WebSocketLike & { terminate?(): void }
  #handlers: SocketHandlers | undefined
  #detach: (() => void) | undefined
  // Blobs are read here: workerd sends one as text, and WebKit forgets it when `close` follows.
  readonly #sending = new SendOrder((cause) => {
    this.#handlers?.failed({ cause })
  })

  // workerd sends a lone surrogate as bytes that are no UTF-8. What has no such method yet replaces it by itself.
  readonly #write = (data: unknown): void => {
    const text = data as { toWellFormed?(): string }
    this.#native.send(text.toWellFormed?.() ?? (data as string))
  }

  constructor(native: WebSocketLike) {
    this.#native = native
    // React Native has no type until one is set, Bun and ws one of their own.
    native.binaryType = 'arraybuffer'
  }

  get bufferedAmount(): number {
    // React Native has none.
    return this.#sending.bytes + (this.#native.bufferedAmount || 0)
  }

  attach(handlers: SocketHandlers): void {
    const native = this.#native
    const { readyState } = native
    this.#handlers = handlers
    if (readyState > OPEN) {
      handlers.failed({ detail: 'the socket was closed before' })
      return
    }
    this.#detach = listen(native, handlers)
    if (readyState === OPEN) handlers.opened(native.protocol ?? '')
  }

  send(data: Sendable): void {
    this.#sending.take(data, this.#write)
  }

  close(code: number | undefined, reason: string): void {
    this.#sending.take('', () => {
      if (code === undefined) this.#native.close()
      else this.#native.close(code, reason)
    })
  }

  abort(): void {
    const native = this.#native
    if (native.terminate) {
      // Bun and ws can drop the connection, and then tell its end. Of ws's class somebody has to hear a late error.
      if (!this.#detach) native.addEventListener('error', ignore)
      native.terminate()
      return
    }
    this.#detach?.()
    if (native.readyState <= OPEN) native.close()
  }
}

/** Passes on what a socket tells, until its end or the call of what is given back. */
function listen(native: WebSocketLike, handlers: SocketHandlers): () => void {
  const arriving = new SendOrder((cause) => {
    handlers.failed({ cause })
  })
  const deliver = (data: unknown): void => {
    handlers.message(typeof data === 'string' ? data : new Uint8Array(data as ArrayBuffer))
  }
  const listeners = Object.entries({
    open() {
      handlers.opened(native.protocol ?? '')
    },
    message({ data }) {
      arriving.take(data as Sendable, deliver)
    },
    // A connection that failed is over: Node 22 and old WebViews send no `close` event after it.
    error({ error, message }) {
      arriving.take('', () => {
        handlers.failed({ cause: error ?? (message ? new Error(message) : undefined) })
      })
    },
    close({ code, reason, wasClean = true }) {
      detach()
      arriving.take('', () => {
        // workerd and React Native give 1006 a reason; Chromium calls a close frame with code 0 clean.
        const isTold = code && code !== NO_CLOSE_FRAME.code
        handlers.closed(isTold ? { code, reason: reason ?? '', wasClean } : NO_CLOSE_FRAME)
      })
    },
  } satisfies Record<string, (event: EventLike) => void>) as [
    type: 'open',
    listener: (event: unknown) => void,
  ][]
  const detach = (): void => {
    for (const [type, listener] of listeners) native.removeEventListener(type, listener)
  }
  for (const [type, listener] of listeners) native.addEventListener(type, listener)
  return detach
}

function ignore(): void {
  // Whoever had to know of this socket's end knows already.
}
