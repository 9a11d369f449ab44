import { Socket } from 'node:net'

/** What a side of a connection without a network does, reported as it happens. */
export interface ConnectionLog {
  /** A call of the kernel's `write`, which may hold many frames or a part of one. */
  wrote(bytes: Buffer): void
  /** This side sent its FIN. */
  finished(): void
}

type Written = (error?: Error | null) => void

/**
 * A `net.Socket` without a network: what the peer sends is pushed in the slices that a test wants, as Node does it, and
 * what this side writes is reported. It is an instance of Node's class, as the fast path refuses one that extends it.
 */
export class MemoryConnection {
  readonly socket: Socket
  readonly #log: ConnectionLog
  // What the kernel would keep while Node does not read; `null` is the peer's FIN.
  #arriving: (Buffer | null)[] = []
  #isRead = true
  // Writes that a stuck peer has not taken.
  #held: (() => void)[] | undefined

  constructor(log: ConnectionLog, options: { readonly allowHalfOpen: boolean }) {
    this.#log = log
    this.socket = new Socket(options)
    Object.assign(this.socket, {
      _read: () => {
        this.#isRead = true
        this.#deliver()
      },
      _write: (chunk: Buffer | string, encoding: BufferEncoding, done: Written) => {
        this.#take([toBuffer(chunk, encoding)], done)
      },
      _writev: (
        chunks: readonly { readonly chunk: Buffer | string; readonly encoding: BufferEncoding }[],
        done: Written,
      ) => {
        const buffers = chunks.map(({ chunk, encoding }) => toBuffer(chunk, encoding))
        this.#take(buffers, done)
      },
      _final: (done: Written) => {
        log.finished()
        done()
      },
    })
  }

  /** The peer sends bytes that arrive in one read. */
  receive(slice: Uint8Array): void {
    // A copy: a server's side takes the mask off in place.
    this.#arriving.push(Buffer.from(slice))
    this.#deliver()
  }

  /** The peer sends its FIN. */
  receiveEnd(): void {
    this.#arriving.push(null)
    this.#deliver()
  }

  /** The peer resets the connection: what has not been read is lost. */
  receiveReset(): void {
    this.#arriving = []
    const error = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
    this.socket.destroy(error)
  }

  /** From now on the peer takes nothing. */
  stick(): void {
    this.#held ??= []
  }

  /** The peer reads everything that is buffered, and everything that follows. */
  unstick(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const take of held) take()
  }

  #take(buffers: readonly Buffer[], done: Written): void {
    const take = (): void => {
      for (const buffer of buffers) this.#log.wrote(Buffer.from(buffer))
      done()
    }
    if (this.#held) this.#held.push(take)
    else take()
  }

  #deliver(): void {
    while (this.#isRead && !this.socket.destroyed) {
      const next = this.#arriving.shift()
      if (next === undefined) return
      this.#isRead = this.socket.push(next)
      // As Node does, so that the end is emitted although nobody reads.
      if (next === null) this.socket.read(0)
    }
  }
}

function toBuffer(chunk: Buffer | string, encoding: BufferEncoding): Buffer {
  return typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk
}
