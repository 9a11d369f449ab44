import type { Sendable } from '../../core/frame.js'
import { NO_CLOSE_FRAME } from '../../core/lifecycle/lifecycle.js'
import type { Socket, SocketHandlers } from '../../core/socket.js'
import type { WebSocketLike } from '../../core/arguments/web-socket-like.js'
import { SendOrder } from '../send-order.js'

const OPEN = 1

/** The properties that the listeners read, of all four types of event. */
interface EventLike {
  /** Of `message`: a string or an `ArrayBuffer`; on some platforms a `Uint8Array` or a `Blob`. */
  readonly data?: unknown
  /** Of `close`. Deno reports code 0 if there was no close frame; React Native omits some of these. */
  readonly code?: number
  readonly reason?: string | null
  readonly wasClean?: boolean
  /** Of `error`. Browsers set neither; other runtimes set a message or an error. */
  readonly error?: unknown
  readonly message?: string
}

/** Makes a {@link Socket} of any object with the WHATWG `WebSocket` interface. */
export class WhatwgSocket implements Socket {
  readonly #native: WebSocketLike & { terminate?(): void }
  #handlers: SocketHandlers | undefined
  #detach: (() => void) | undefined
  // Reads blobs before they are sent: workerd sends a Blob as text, and WebKit loses one if `close` follows.
  readonly #sending = new SendOrder((cause) => {
    this.#handlers?.failed({ cause })
  })

  // workerd encodes a lone surrogate as invalid UTF-8. Platforms without `toWellFormed` replace it themselves.
  readonly #write = (data: unknown): void => {
    const text = data as { toWellFormed?(): string }
    this.#native.send(text.toWellFormed?.() ?? (data as string))
  }

  constructor(native: WebSocketLike) {
    this.#native = native
    // The default is `undefined` in React Native, and 'nodebuffer' in Bun and `ws`.
    native.binaryType = 'arraybuffer'
  }

  get bufferedAmount(): number {
    // React Native does not set it.
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
      // Bun and `ws` drop the connection and then emit `close`. A `ws` socket throws if it has no `error` listener.
      if (!this.#detach) native.addEventListener('error', ignore)
      native.terminate()
      return
    }
    this.#detach?.()
    if (native.readyState <= OPEN) native.close()
  }
}

/** Forwards the socket's events to the handlers. Returns a function that removes the listeners; `close` does so too. */
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
    // Ends the channel at once: Node 22 and old WebViews emit no `close` after `error`.
    error({ error, message }) {
      arriving.take('', () => {
        handlers.failed({ cause: error ?? (message ? new Error(message) : undefined) })
      })
    },
    close({ code, reason, wasClean = true }) {
      detach()
      arriving.take('', () => {
        // workerd and React Native add a reason to 1006; Chromium reports a close frame with code 0 as clean.
        const hasCode = code && code !== NO_CLOSE_FRAME.code
        handlers.closed(hasCode ? { code, reason: reason ?? '', wasClean } : NO_CLOSE_FRAME)
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
  // The channel has ended: there is nobody to report a later error to.
}
