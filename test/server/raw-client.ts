import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { encodeFrame, FrameReader, opcodes, type WireFrame } from '../peer/wire.js'
import { handshake } from './tcp-client.js'

/** A client that is only a TCP connection: it answers nothing, and reads nothing while it is paused. */
export class RawClient {
  readonly frames: WireFrame[] = []
  /** Whether the server has ended the connection, cleanly or by a reset. */
  end: 'fin' | 'rst' | undefined
  /** Chunks of the network, as they arrived. */
  chunks = 0
  readonly #socket: Socket
  readonly #reader = new FrameReader()
  #head = ''

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.#take(chunk)
    })
    socket.on('end', () => (this.end ??= 'fin'))
    socket.on('error', () => (this.end ??= 'rst'))
  }

  /** Connects, and resolves when the handshake is over. */
  static async open(port: number, extensions?: string): Promise<RawClient> {
    // Half-open: it never ends its own side by itself.
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    const client = new RawClient(socket)
    socket.write(handshake({ 'Sec-WebSocket-Extensions': extensions }))
    while (!client.#head.endsWith('\r\n\r\n')) await once(socket, 'data')
    return client
  }

  get texts(): string[] {
    return this.frames
      .filter(({ opcode }) => opcode === opcodes.text)
      .map(({ payload }) => payload.toString())
  }

  /** The codes of the close frames that arrived. */
  get closeCodes(): number[] {
    return this.frames
      .filter(({ opcode }) => opcode === opcodes.close)
      .map(({ payload }) => payload.readUInt16BE())
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  send(opcode: number, payload: string | Buffer): void {
    const frame = { opcode, fin: true, payload: Buffer.from(payload) }
    this.#socket.write(encodeFrame(frame, 'client'))
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(bytes)
  }

  destroy(): void {
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    this.chunks++
    let rest = chunk
    if (!this.#head.endsWith('\r\n\r\n')) {
      const text = this.#head + chunk.toString('latin1')
      const end = text.indexOf('\r\n\r\n') + 4
      if (end < 4) {
        this.#head = text
        return
      }
      rest = chunk.subarray(end - this.#head.length)
      this.#head = text.slice(0, end)
    }
    this.frames.push(...this.#reader.push(rest))
  }
}
