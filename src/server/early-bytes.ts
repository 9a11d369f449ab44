import type { Duplex } from 'node:stream'

// Bytes that a chunk counts at least: a client may send single bytes, each of which costs an object.
const MIN_WEIGHT = 64

/**
 * Reads what a client sends before its handshake has been answered, up to a limit, and notices that it goes: the end of a
 * connection comes behind its bytes.
 */
export class EarlyBytes {
  readonly #socket: Duplex
  readonly #limit: number
  readonly #gone: () => void
  readonly #chunks: Uint8Array[]
  #size: number

  /**
   * @param head What came with the request.
   * @param gone Called once, unless `stop` was called before.
   */
  constructor(socket: Duplex, head: Uint8Array, handlers: { limit: number; gone: () => void }) {
    this.#socket = socket
    this.#limit = handlers.limit
    this.#gone = handlers.gone
    this.#chunks = [head]
    this.#size = head.length
    socket.on('data', this.#read)
    socket.once('end', this.#leave)
    socket.once('close', this.#leave)
    this.#pauseIfFull()
  }

  /** Stops reading. Returns what was read; the socket is paused. */
  stop(): Buffer {
    const socket = this.#socket
    socket.pause()
    socket.off('data', this.#read)
    socket.off('end', this.#leave)
    socket.off('close', this.#leave)
    return Buffer.concat(this.#chunks)
  }

  readonly #read = (chunk: Uint8Array): void => {
    this.#chunks.push(chunk)
    this.#size += Math.max(chunk.length, MIN_WEIGHT)
    this.#pauseIfFull()
  }

  readonly #leave = (): void => {
    this.stop()
    this.#gone()
  }

  #pauseIfFull(): void {
    if (this.#size >= this.#limit) this.#socket.pause()
  }
}
