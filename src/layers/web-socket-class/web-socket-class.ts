import { expectType } from '../../core/arguments/check-options.js'
import type { Channel } from '../../core/channel.js'
import type { Frame, Sendable } from '../../core/frame.js'
import { checkedAddress } from './arguments.js'
import { ChannelSocket, CLOSED, CLOSING, CONNECTING, OPEN } from './channel-socket.js'
import { eventTargetClass } from './platform.js'
import type { PlatformWebSocketClass } from './platform-web-socket-class.js'

/** @inline */
type Connect = (url: string, protocols: string[]) => Channel<Frame, Sendable>

/**
 * Makes a class with the interface of the platform's `WebSocket` (WHATWG) over channels, for libraries that ask for one. Over a
 * `reconnecting` channel an object stays `OPEN` while that connects anew.
 *
 * @param connect Makes the channel of an object, when it is constructed. What it throws is thrown by the constructor.
 * @throws {TypeError} If `connect` is no function, or the platform has no `EventTarget`.
 * @example
 * ```ts
 * import { WebSocketChannel, webSocketClass } from 'web-socket-channel'
 *
 * const WebSocket = webSocketClass((url, protocols) => WebSocketChannel.connect(url, { protocols }))
 * const socket = new WebSocket('wss://echo.example')
 * socket.onopen = () => socket.send('Hello!')
 * socket.onmessage = ({ data }) => {
 *   console.log(data) // Hello!
 *   socket.close()
 * }
 * ```
 */
export function webSocketClass(connect: Connect): PlatformWebSocketClass {
  expectType('connect', connect, 'function')
  class WebSocket extends eventTargetClass() {
    readonly url: string
    readonly extensions = ''
    readonly #socket: ChannelSocket

    constructor(...values: readonly [url?: unknown, protocols?: unknown]) {
      super()
      if (values.length === 0) throw new TypeError('Cannot construct a WebSocket without a URL')
      const { url, protocols } = checkedAddress(...values)
      this.url = url
      this.#socket = new ChannelSocket(connect(url, protocols), url, (event) => {
        this.dispatchEvent(event)
      })
    }

    get readyState(): number {
      return this.#socket.readyState
    }

    get bufferedAmount(): number {
      return this.#socket.bufferedAmount
    }

    get protocol(): string {
      return this.#socket.protocol
    }

    get binaryType(): string {
      return this.#socket.binaryType
    }

    set binaryType(type: unknown) {
      // WebIDL ignores other values of an enumeration.
      if (type === 'blob' || type === 'arraybuffer') this.#socket.binaryType = type
    }

    send(...data: readonly unknown[]): void {
      if (data.length === 0) throw new TypeError('Cannot send without an argument')
      this.#socket.send(data[0])
    }

    close(code?: unknown, reason?: unknown): void {
      this.#socket.close(code, reason)
    }
  }
  defineAttributes(WebSocket)
  return WebSocket as unknown as PlatformWebSocketClass
}

/** Adds the constants, to the class and to its objects, and the handlers of events. */
function defineAttributes(Class: { readonly prototype: object }): void {
  for (const type of ['open', 'message', 'error', 'close']) {
    Object.defineProperty(Class.prototype, `on${type}`, handlerOf(type))
  }
  for (const [name, value] of Object.entries({ CONNECTING, OPEN, CLOSING, CLOSED })) {
    for (const owner of [Class, Class.prototype]) {
      Object.defineProperty(owner, name, { value, enumerable: true })
    }
  }
}

type Handler = (event: object) => unknown

/**
 * The attribute for a handler of events, such as `onopen`. HTML: it keeps its place among the listeners from when it was first set,
 * and anything but a function is `null`.
 */
function handlerOf(type: string): PropertyDescriptor & ThisType<EventTarget> {
  const handlers = new WeakMap<object, { handler: Handler | null }>()
  return {
    enumerable: true,
    configurable: true,
    get() {
      return handlers.get(this)?.handler ?? null
    },
    set(value: unknown) {
      const handler = typeof value === 'function' ? (value as Handler) : null
      const known = handlers.get(this)
      if (known) {
        known.handler = handler
        return
      }
      const added = { handler }
      handlers.set(this, added)
      this.addEventListener(type, (event) => {
        added.handler?.call(this, event)
      })
    },
  }
}
