import { nativeBytes, ReactNativeBlob } from './react-native-blob.js'

type Listener = (event: object) => void

/**
 * Stands in for React Native's `WebSocket`, which runs only there: what its source (`Libraries/WebSocket/WebSocket.js`)
 * does with what the native side reports, and where it differs from the WHATWG.
 */
export class ReactNativeSocket {
  static last: ReactNativeSocket | undefined

  readonly url: string
  readonly sent: unknown[] = []
  /** Arguments of the call, once `close` was called. */
  closedWith: readonly unknown[] | undefined
  readyState = 0
  // Never set, whatever the interface says.
  readonly bufferedAmount = undefined as unknown as number
  protocol = ''
  readonly #listeners = new Map<string, Set<Listener>>()
  #binaryType = undefined as unknown as string

  constructor(url: string) {
    this.url = url
    ReactNativeSocket.last = this
  }

  /** `undefined` until it is set. */
  get binaryType(): string {
    return this.#binaryType
  }

  set binaryType(type: string) {
    if (type !== 'blob' && type !== 'arraybuffer') throw new Error(`binaryType must be either...`)
    this.#binaryType = type
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, (this.#listeners.get(type) ?? new Set()).add(listener))
  }

  removeEventListener(type: string, listener: Listener): void {
    this.#listeners.get(type)?.delete(listener)
  }

  send(data: unknown): void {
    if (this.readyState === 0) throw new Error('INVALID_STATE_ERR')
    const isSendable =
      typeof data === 'string' || data instanceof ArrayBuffer || ArrayBuffer.isView(data)
    if (!isSendable && !(data instanceof ReactNativeBlob)) throw new Error('Unsupported data type')
    this.sent.push(data instanceof ReactNativeBlob ? nativeBytes(data) : data)
  }

  /** Checks no argument, and closes with 1000 where none is given. */
  close(...given: readonly unknown[]): void {
    if (this.readyState > 1) return
    this.closedWith = given
    this.readyState = 2
  }

  /** The native side opened the connection. */
  open(protocol = ''): void {
    this.readyState = 1
    this.protocol = protocol
    this.#dispatch('open', {})
  }

  /** The native side got a message: bytes came over the bridge as a copy. */
  receive(data: unknown): void {
    this.#dispatch('message', { data })
  }

  /** The native side closed the connection. There is no `wasClean`, in old versions no code and no reason either. */
  end(close: { readonly code?: number; readonly reason?: string }): void {
    this.readyState = 3
    this.#dispatch('close', close)
  }

  /** The native side failed: the `error` event says nothing, the `close` event has the error's text for its reason. */
  fail(text: string): void {
    this.readyState = 3
    this.#dispatch('error', {})
    this.#dispatch('close', { code: 1006, reason: text })
  }

  #dispatch(type: string, event: object): void {
    for (const listener of [...(this.#listeners.get(type) ?? [])]) listener(event)
  }
}
