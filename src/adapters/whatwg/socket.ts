import type { WebSocketLike } from '../../core/arguments/web-socket-like.js'
import { attempt } from '../../core/attempt.js'
import { byteLength } from '../../core/byte-length.js'
import type { BlobLike, Frame, Sendable } from '../../core/frame.js'
import type { CloseCodes } from '../../core/lifecycle/close-request.js'
import { NO_CLOSE_FRAME } from '../../core/lifecycle/lifecycle.js'
import { plainCopy } from '../../core/sending/sendable.js'
import type { Socket, SocketHandlers } from '../../core/socket.js'
import { readBlob } from '../read-blob.js'
import { CLOSING, OPEN } from '../ready-state.js'
import { SendOrder } from '../send-order.js'
import { received } from './received.js'

const NO_STATUS = 1005
// Below 0, because the bytes that were sent before the count are unknown.
const COUNT_FROM = -4_503_599_627_370_496

/** The properties that the listeners read, of all four types of event. */
interface EventLike {
  /** Of `message`: text or an `ArrayBuffer`; on some platforms a view or a `Blob`. */
  readonly data?: unknown
  /** Of `close`. Deno reports code 0 if there was no close frame; React Native omits some of these. */
  readonly code?: number
  readonly reason?: string | null
  readonly wasClean?: boolean
  /** Of `error`. Browsers set neither; other runtimes set a message or an error. */
  readonly error?: unknown
  readonly message?: string
}

type EventType = 'open' | 'message' | 'error' | 'close'
type Listener = (event: EventLike) => void

/** Makes a {@link Socket} of any object with the WHATWG `WebSocket` interface. An exception of that object ends the channel. */
export class WhatwgSocket implements Socket {
  readonly closeCodes: CloseCodes | undefined
  readonly #native: WebSocketLike & { terminate?(): void }
  #handlers: SocketHandlers | undefined
  // Absent until it is asked for: counting the bytes of text takes time.
  #added: number | undefined
  #listeners: [EventType, (event: unknown) => void][] = []
  readonly #fail = (cause: unknown): void => this.#handlers?.failed({ cause })
  // Reads blobs before they are sent: workerd sends a Blob as text, and WebKit loses one if `close` follows.
  readonly #sending = new SendOrder(this.#fail, readToSend)
  readonly #arriving = new SendOrder(this.#fail)

  // workerd encodes a lone surrogate as invalid UTF-8. Platforms without `toWellFormed` replace it themselves.
  readonly #write = (data: Sendable): void => {
    const text = data as { toWellFormed?(): string }
    this.#native.send(text.toWellFormed?.() ?? (plainCopy(data) as string))
  }

  constructor(native: WebSocketLike, closeCodes?: CloseCodes) {
    this.#native = native
    this.closeCodes = closeCodes
    // The default is `undefined` in React Native, and 'nodebuffer' in Bun and `ws`. Frames of any type are accepted.
    attempt(() => (native.binaryType = 'arraybuffer'))
  }

  get bufferedAmount(): number {
    // React Native does not set it.
    return this.#sending.bytes + (attempt(() => this.#native.bufferedAmount) || 0)
  }

  get bytesTaken(): number {
    return (this.#added ??= COUNT_FROM + this.bufferedAmount) - this.bufferedAmount
  }

  get isClosing(): boolean {
    return attempt(() => this.#native.readyState) === CLOSING
  }

  attach(handlers: SocketHandlers): void {
    const native = this.#native
    const { readyState } = native
    this.#handlers = handlers
    if (readyState > OPEN) {
      handlers.failed({ detail: 'the socket was closed before' })
      return
    }
    const forward = Object.entries(this.#forwarders(handlers)) as [EventType, Listener][]
    this.#listeners = forward.map(([type, forward]) => [
      type,
      (event) => {
        try {
          forward(event as EventLike)
        } catch (cause) {
          this.#failInTurn(cause)
        }
      },
    ])
    for (const [type, listener] of this.#listeners) native.addEventListener(type, listener)
    if (readyState === OPEN) handlers.opened(native.protocol ?? '')
  }

  send(data: Sendable): void {
    if (this.#added !== undefined) this.#added += byteLength(data)
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
    try {
      if (native.terminate) {
        // Bun and `ws` drop the connection and then emit `close`. A `ws` socket throws if it has no `error` listener.
        if (this.#listeners.length === 0) native.addEventListener('error', ignore)
        native.terminate()
        return
      }
    } catch {
      // Then it is closed.
    }
    this.#detach()
    // In every state: a closed socket ignores the call, and a wrapper that reconnects stops.
    attempt(() => {
      native.close()
    })
  }

  /** Fails after the frames that a `Blob` holds up. */
  #failInTurn(cause: unknown): void {
    this.#arriving.take('', () => {
      this.#fail(cause)
    })
  }

  /** The listener of each type of event. What one throws ends the channel, and does not reach the platform. */
  #forwarders(handlers: SocketHandlers): Record<EventType, Listener> {
    const native = this.#native
    const deliver = (data: unknown): void => {
      handlers.message(received(data) as Frame)
    }
    return {
      open() {
        handlers.opened(native.protocol ?? '')
      },
      message: ({ data }) => {
        this.#arriving.take(received(data), deliver)
      },
      // Ends the channel at once: Node 22 and old WebViews emit no `close` after `error`.
      error: ({ error, message }) => {
        this.#failInTurn(error ?? (message ? new Error(message) : undefined))
      },
      close: ({ code, reason, wasClean = true }) => {
        this.#detach()
        // workerd and React Native add a reason to 1006; Chromium reports a close frame with code 0 as clean.
        const hasCode = code && code !== NO_CLOSE_FRAME.code
        const close = hasCode ? { code, reason: reason ?? '', wasClean } : NO_CLOSE_FRAME
        // RFC 6455 section 5.5.1: an endpoint that receives a close frame and has sent none must send one. Workers with a
        // compatibility date before 2026-04-07, or accepted with `allowHalfOpen`, leave that to the script; other sockets are
        // closed by now. Where there is no code, the `close()` of `abort` answers.
        if (native.readyState === CLOSING && close.code !== NO_STATUS) {
          attempt(() => {
            native.close(close.code, close.reason)
          })
        }
        this.#arriving.take('', () => {
          handlers.closed(close)
        })
      },
    }
  }

  #detach(): void {
    for (const [type, listener] of this.#listeners) {
      attempt(() => {
        this.#native.removeEventListener(type, listener)
      })
    }
  }
}

/** Reads a `Blob`, or returns it where only the socket can read it: in React Native before 0.73. */
async function readToSend(blob: BlobLike): Promise<ArrayBuffer> {
  // The result goes to `send` of the socket alone, which takes both.
  return blob.arrayBuffer
    ? readBlob(blob)
    : readBlob(blob).catch(() => blob as unknown as ArrayBuffer)
}

function ignore(): void {
  // The channel has ended: there is nobody to report a later error to.
}
