import type { WebSocketLike } from '../../../src/core/arguments/web-socket-like.js'

/** How a runtime misbehaves; see docs/reliability.md for which one does what. */
export interface Quirks {
  /** Fires `error` and `close` inside `close()` while connecting, and leaves `readyState` at 2 (Node 24). */
  readonly endsInsideClose: boolean
  /** Reports code 0 where there was no close frame (Deno). */
  readonly tellsCodeZero: boolean
  /** Has neither `wasClean` nor, for failures, a code; nor a `bufferedAmount` (React Native). */
  readonly tellsLittle: boolean
  /** Fires `error` without `close` (Node 22, old iOS web views). */
  readonly errorsOnly: boolean
  /** Fires `close` without `error` when the connection breaks (`ws`, Bun). */
  readonly closesOnly: boolean
  /** Delivers binary frames as `Blob` (Workers, React Native for Windows). */
  readonly givesBlobs: boolean
  /** Emits `close` while closing, and closes when `close()` is called (Workers before 2026-04-07). */
  readonly leavesAnswer: boolean
  /** Never changes `readyState` (a stuck polyfill). */
  readonly sticks: boolean
}

/** The text that comes back at once. */
export const echoed = 'echo'

type Listener = (event: never) => void

/** A WHATWG socket without a network: it does what the test says and notes what the channel does. */
export class ScriptedSocket implements WebSocketLike {
  binaryType = 'blob'
  protocol = ''
  readyState: number
  /** What was sent, copied at once. */
  readonly sent: (string | Uint8Array)[] = []
  /** The arguments of each `close()`. */
  readonly closeCalls: unknown[][] = []
  readonly url: string
  readonly #quirks: Quirks
  #truth: number
  readonly #listeners = new Map<string, Set<Listener>>()

  constructor(url: string, quirks: Quirks, readyState = 0) {
    this.url = url
    this.#quirks = quirks
    this.readyState = readyState
    this.#truth = readyState
  }

  get bufferedAmount(): number {
    return this.#quirks.tellsLittle ? (undefined as never) : 0
  }

  /** How many listeners are on the socket. */
  get listenerCount(): number {
    return [...this.#listeners.values()].reduce((sum, listeners) => sum + listeners.size, 0)
  }

  addEventListener(type: string, listener: Listener): void {
    const listeners = this.#listeners.get(type) ?? new Set()
    this.#listeners.set(type, listeners.add(listener))
  }

  removeEventListener(type: string, listener: Listener): void {
    this.#listeners.get(type)?.delete(listener)
  }

  send(data: string | ArrayBuffer | ArrayBufferView): void {
    if (this.#truth === 0) throw new Error('Sent while connecting')
    this.sent.push(typeof data === 'string' ? data : copyOf(data))
    // Comes back before `send` returns, as from a peer in the same process.
    if (data === echoed) this.message(echoed)
  }

  close(...args: unknown[]): void {
    this.closeCalls.push(args)
    const wasConnecting = this.#truth === 0
    this.#move(2)
    if (wasConnecting && this.#quirks.endsInsideClose) this.#fireFailure()
  }

  /** The connection opens. */
  open(): void {
    this.#move(1)
    this.#fire('open', {})
  }

  /** A frame arrives. */
  message(data: string | Uint8Array<ArrayBuffer>): void {
    if (typeof data === 'string') this.deliver(data)
    else this.deliver(this.#quirks.givesBlobs ? new PromptBlob(data) : data.buffer)
  }

  /** Anything at all arrives. */
  deliver(data: unknown): void {
    this.#fire('message', { data })
  }

  /** The peer's close frame has been answered, or has answered ours. */
  end(code: number, reason: string): void {
    this.#move(this.#quirks.leavesAnswer ? 2 : 3)
    this.#fire(
      'close',
      this.#quirks.tellsLittle ? { code, reason } : { code, reason, wasClean: true },
    )
  }

  /** The connection breaks, or never opens. */
  fail(): void {
    this.#move(3)
    this.#fireFailure()
  }

  /** Emits any event. */
  emit(type: string, event: object): void {
    this.#fire(type, event)
  }

  #fireFailure(): void {
    if (!this.#quirks.closesOnly) this.#fire('error', { message: 'Broken' })
    if (this.#quirks.errorsOnly) return
    if (this.#quirks.tellsLittle) return this.#fire('close', {})
    this.#fire('close', {
      code: this.#quirks.tellsCodeZero ? 0 : 1006,
      reason: '',
      wasClean: false,
    })
  }

  #move(readyState: number): void {
    this.#truth = readyState
    if (!this.#quirks.sticks) this.readyState = readyState
  }

  #fire(type: string, event: object): void {
    for (const listener of [...(this.#listeners.get(type) ?? [])]) listener(event as never)
  }
}

/** A blob that needs no thread to be read, so that fake time does not wait for it. */
class PromptBlob extends Blob {
  readonly #bytes: Uint8Array<ArrayBuffer>

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    super([bytes])
    this.#bytes = bytes
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(this.#bytes.slice().buffer)
  }
}

function copyOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  const bytes = ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data)
  return bytes.slice()
}
