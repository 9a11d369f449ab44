import type { BlobLike, Frame, Sendable } from '../core/frame.js'
import type { Socket, SocketHandlers } from '../core/socket.js'
import type { WebSocketLike } from '../core/web-socket-like.js'

const OPEN = 1
const ABNORMAL_CLOSURE = 1006

/** What is read of events, whatever their type. */
interface EventLike {
  /** What a `message` brought: a string, an `ArrayBuffer`, on some platforms a `Uint8Array` or a `Blob`. */
  readonly data?: unknown
  /** Deno reports code 0 where there was no close frame; React Native leaves some of these out. */
  readonly code?: number
  readonly reason?: string
  readonly wasClean?: boolean
  /** Browsers tell nothing of an `error`, runtimes a message or an error. */
  readonly error?: unknown
  readonly message?: string
}

/** Any object with the WHATWG `WebSocket` interface as a {@link Socket}. */
export class WebSocketAdapter implements Socket {
  readonly isServer = false
  readonly #native: WebSocketLike & { terminate?(): void }
  #detach: (() => void) | undefined

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
    const { readyState } = native
    if (readyState > OPEN) {
      handlers.failed({ detail: 'the socket was closed before' })
      return
    }
    this.#detach = listen(native, handlers)
    if (readyState === OPEN) handlers.opened(native.protocol ?? '')
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
    if (native.terminate) {
      // Bun and ws can drop the connection, and then tell its end. Of ws's class somebody has to hear a late error.
      native.terminate()
      return
    }
    this.#detach?.()
    if (native.readyState <= OPEN) native.close()
  }
}

/** Passes on what a socket tells, until its end or the call of what is given back. */
function listen(native: WebSocketLike, handlers: SocketHandlers): () => void {
  // Settles when every `Blob` that came has been read; absent as long as none came.
  let reading: Promise<void> | undefined
  const afterReading = (step: () => void | Promise<void>): void => {
    reading = (reading ?? Promise.resolve()).then(step).catch((cause: unknown) => {
      handlers.failed({ cause })
    })
  }
  const end = (tell: () => void): void => {
    if (reading) afterReading(tell)
    else tell()
  }
  const listeners = Object.entries({
    open() {
      handlers.opened(native.protocol ?? '')
    },
    message({ data }) {
      if (reading || isBlob(data)) afterReading(async () => handlers.message(await readFrame(data)))
      else handlers.message(toFrame(data))
    },
    // A connection that failed is over: Node 22 and old WebViews send no `close` event after it.
    error({ error, message }) {
      end(() => {
        handlers.failed({ cause: error ?? (message ? new Error(message) : undefined) })
      })
    },
    close({ code, reason, wasClean }) {
      detach()
      const known = code || ABNORMAL_CLOSURE
      end(() => {
        handlers.closed({
          code: known,
          // workerd and React Native explain there why none came.
          reason: known === ABNORMAL_CLOSURE ? '' : (reason ?? ''),
          // Chromium calls a close frame with code 0 clean.
          wasClean: known !== ABNORMAL_CLOSURE && wasClean !== false,
        })
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

async function readFrame(data: unknown): Promise<Frame> {
  return toFrame(isBlob(data) ? await data.arrayBuffer() : data)
}

function toFrame(data: unknown): Frame {
  return typeof data === 'string' ? data : new Uint8Array(data as ArrayBuffer)
}

function isBlob(data: unknown): data is BlobLike {
  return typeof data === 'object' && data !== null && 'arrayBuffer' in data
}
