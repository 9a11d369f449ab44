import { frameWeigher } from '../../core/byte-length.js'
import type { CloseCodes } from '../../core/lifecycle/close-request.js'
import type { BlobLike, Frame, Sendable } from '../../core/frame.js'
import { FrameQueue } from '../../core/frame-queue.js'
import { NO_CLOSE_FRAME } from '../../core/lifecycle/lifecycle.js'
import { inMicrotask } from '../../core/microtask.js'
import { copyOf, isBlob } from '../../core/sending/sendable.js'
import { SERVER_CLOSE_CODES } from '../../core/lifecycle/server-close-codes.js'
import type { Socket, SocketClose, SocketHandlers } from '../../core/socket.js'
import { readBlob } from '../read-blob.js'

const NO_STATUS = 1005

/** Makes two connected sockets in memory, a client's and a server's. What one sends the other receives, in order. */
export function memoryPair(): readonly [client: Socket, server: Socket] {
  const [toServer, toClient] = [new Wire(), new Wire()]
  return [
    new MemorySocket({ incoming: toClient, outgoing: toServer }),
    new MemorySocket({ closeCodes: SERVER_CLOSE_CODES, incoming: toServer, outgoing: toClient }),
  ]
}

/** One direction of the connection: frames, then the end of the connection once there is one. */
class Wire {
  readonly frames = new FrameQueue<Frame | BlobLike>(frameWeigher)
  close: SocketClose | undefined
  /** Called after a frame or the end has been added. */
  arrived: () => void = () => undefined

  #nextDrain: Promise<void> | undefined
  #resolveDrain: (() => void) | undefined

  /** Resolves when the next frame is taken. */
  get nextDrain(): Promise<void> {
    return (this.#nextDrain ??= new Promise((resolve) => (this.#resolveDrain = resolve)))
  }

  take(): Frame | BlobLike | undefined {
    this.#resolveDrain?.()
    this.#nextDrain = this.#resolveDrain = undefined
    return this.frames.shift()
  }

  carry(item: Frame | BlobLike): void {
    this.frames.push(item)
    this.arrived()
  }

  end(close: SocketClose): void {
    this.close ??= close
    this.arrived()
  }
}

class MemorySocket implements Socket {
  readonly closeCodes: CloseCodes | undefined
  readonly #incoming: Wire
  readonly #outgoing: Wire
  #handlers: SocketHandlers | undefined
  #hasClosed = false
  #isPaused = false
  // A delivery is scheduled, or a blob is being read.
  #isBusy = false

  constructor(end: { closeCodes?: CloseCodes; incoming: Wire; outgoing: Wire }) {
    this.closeCodes = end.closeCodes
    this.#incoming = end.incoming
    this.#outgoing = end.outgoing
  }

  get bufferedAmount(): number {
    return this.#outgoing.frames.bytes
  }

  nextDrain(): Promise<void> {
    return this.#outgoing.nextDrain
  }

  attach(handlers: SocketHandlers): void {
    this.#handlers = handlers
    this.#incoming.arrived = () => {
      this.#wake()
    }
    handlers.opened('')
    this.#wake()
  }

  send(data: Sendable): void {
    this.#outgoing.carry(asSent(data))
  }

  close(code: number | undefined, reason: string): void {
    this.#hasClosed = true
    this.#outgoing.end({ code: code ?? NO_STATUS, reason: wellFormed(reason), wasClean: true })
  }

  abort(): void {
    this.#handlers = undefined
    this.#outgoing.end(NO_CLOSE_FRAME)
  }

  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    this.#isPaused = false
    this.#wake()
  }

  /** Schedules a delivery in a microtask. Like a network, it never delivers inside `send`. */
  #wake(): void {
    if (this.#isBusy) return
    this.#isBusy = true
    inMicrotask(() => {
      this.#isBusy = false
      this.#deliver()
    })
  }

  #deliver(): void {
    while (this.#handlers && !this.#isPaused && !this.#isBusy) {
      const item = this.#incoming.take()
      if (item === undefined) {
        if (this.#incoming.close) this.#end(this.#handlers, this.#incoming.close)
        return
      }
      if (isBlob(item)) this.#read(item)
      else this.#handlers.message(item)
    }
  }

  #read(blob: BlobLike): void {
    this.#isBusy = true
    const done = (step: () => void): void => {
      this.#isBusy = false
      step()
      this.#deliver()
    }
    readBlob(blob).then(
      (buffer) => {
        done(() => this.#handlers?.message(new Uint8Array(buffer)))
      },
      () => {
        // Ends as a lost connection does: frames after the blob cannot be delivered in order.
        this.#incoming.frames.clear()
        this.#incoming.close = NO_CLOSE_FRAME
        done(() => {
          this.#outgoing.end(NO_CLOSE_FRAME)
        })
      },
    )
  }

  #end(handlers: SocketHandlers, close: SocketClose): void {
    this.#handlers = undefined
    if (!this.#hasClosed) this.#outgoing.end(close)
    handlers.closed(close)
  }
}

/** Converts data as a network would: copies bytes, and replaces lone surrogates by U+FFFD. */
function asSent(data: Sendable): Frame | BlobLike {
  if (typeof data === 'string') return wellFormed(data)
  if (isBlob(data)) return data
  return copyOf(data)
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD')
}
