import type { Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { answerTo } from './handshake.js'
import { decodeFrames, type ReceivedFrame } from './received-frames.js'
import { reset } from './reset.js'

/** How a side of a TCP connection ended: in order, or not. */
export type Cut = 'fin' | 'reset'

/** Bytes that are kept to be looked at; the rest is only counted. */
const keptBytes = 8 * 1024 * 1024

/** The adversary's end of one TCP connection: sends what the test asks for, and records what it received. */
export class Peer {
  /** Bytes that arrived, those of the request included. */
  receivedBytes = 0
  readonly #socket: Socket
  readonly #chunks: Buffer[] = []
  readonly #waiting = new Set<() => void>()
  #ended: Cut | undefined

  constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.#keep(chunk))
    socket.on('drain', () => this.#wake())
    socket.on('end', () => this.#end('fin'))
    socket.on('error', () => this.#end('reset'))
    socket.on('close', (hadError) => this.#end(hadError ? 'reset' : 'fin'))
  }

  /** How the client ended its side; `undefined` while it has not. */
  get ended(): Cut | undefined {
    return this.#ended
  }

  /** What arrived, the request included. */
  get received(): Buffer {
    return Buffer.concat(this.#chunks)
  }

  /** The frames that arrived after the request. */
  get frames(): ReceivedFrame[] {
    const bytes = this.received
    const start = bytes.indexOf('\r\n\r\n')
    return start < 0 ? [] : decodeFrames(bytes.subarray(start + 4))
  }

  /** Waits until something holds; it is looked at again whenever something arrives or ends. */
  async until(holds: (peer: this) => boolean): Promise<this> {
    while (!holds(this)) await new Promise<void>((resolve) => this.#waiting.add(resolve))
    return this
  }

  /** Waits until the client's side has ended. */
  async untilEnded(): Promise<Cut> {
    await this.until(() => this.#ended !== undefined)
    return this.#ended ?? 'fin'
  }

  /** Waits for the upgrade request. */
  async request(): Promise<string> {
    await this.until(() => this.received.includes('\r\n\r\n') || this.#ended !== undefined)
    return this.received.toString('latin1')
  }

  /** Answers the upgrade request rightly. */
  async accept(more: readonly string[] = []): Promise<void> {
    this.write(answerTo(await this.request(), more))
  }

  /** Sends bytes, whatever they mean. */
  write(bytes: Uint8Array | string): void {
    if (!this.#socket.destroyed) this.#socket.write(bytes)
  }

  /** Sends bytes again and again as fast as the client takes them. */
  async flood(bytes: Uint8Array, times: number): Promise<void> {
    for (let sent = 0; sent < times && !this.#socket.destroyed; sent += 1) {
      this.#socket.write(bytes)
      await this.until(() => !this.#socket.writableNeedDrain || this.#socket.destroyed)
    }
  }

  /** Sends bytes in slices of the sizes given, in turn, each in a separate segment. */
  async drip(bytes: Uint8Array, ...sizes: readonly number[]): Promise<void> {
    for (let start = 0, step = 0; start < bytes.length; step += 1) {
      const size = sizes[step % sizes.length] ?? 1
      this.write(bytes.subarray(start, start + size))
      start += size
      await turn()
    }
  }

  /** Stops reading: the client's bytes pile up in the kernel, then in the client. */
  stopReading(): void {
    this.#socket.pause()
  }

  /** Reads again. */
  resumeReading(): void {
    this.#socket.resume()
  }

  /** Ends this side, by FIN or by RST. */
  end(how: Cut): void {
    if (how === 'fin') this.#socket.end()
    else reset(this.#socket)
  }

  #keep(chunk: Buffer): void {
    this.receivedBytes += chunk.length
    if (this.receivedBytes <= keptBytes) this.#chunks.push(chunk)
    this.#wake()
  }

  #end(how: Cut): void {
    this.#ended ??= how
    this.#wake()
  }

  #wake(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const resolve of waiting) resolve()
  }
}
