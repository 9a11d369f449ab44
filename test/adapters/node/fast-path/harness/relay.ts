import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

/** Bytes that pass through a stream of another kind, as a proxy's client may bring it. */
export class Relay extends Duplex {
  readonly #socket: Socket

  constructor(socket: Socket) {
    super()
    this.#socket = socket
    socket.on('data', (chunk) => this.push(chunk))
    socket.on('end', () => this.push(null))
    socket.on('close', () => this.destroy())
  }

  override _read(): void {
    // What comes is pushed at once.
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.#socket.write(chunk)
    done()
  }

  override _final(done: () => void): void {
    this.#socket.end()
    done()
  }

  override _destroy(_: Error | null, done: () => void): void {
    this.#socket.destroy()
    done()
  }
}
