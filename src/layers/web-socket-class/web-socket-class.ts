import { expectType } from '../../core/arguments/check-options.js'
import type { Channel } from '../../core/channel.js'
import type { Frame, Sendable } from '../../core/frame.js'
import { expectChannel } from '../reconnecting/opener-results.js'
import { settleQuietly } from '../settle-quietly.js'
import { checkedAddress } from './arguments.js'
import { ChannelSocket, CLOSED, CLOSING, CONNECTING, OPEN } from './channel-socket.js'
import { eventTargetClass, type EventTargetObject } from './platform.js'
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
      this.#socket = new ChannelSocket(checkedChannel(connect(url, protocols)), url, (event) => {
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

function checkedChannel(result: unknown): Channel<Frame, Sendable> {
  return expectChannel('connect', settleQuietly(result))
}

/** Adds the constants, to the class and to its objects, the handlers of events, and the name that `Object.prototype.toString` shows. */
function defineAttributes(Class: { readonly prototype: object }): void {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, {
    value: 'WebSocket',
    configurable: true,
  })
  for (const type of ['open', 'message', 'error', 'close']) {
    Object.defineProperty(Class.prototype, `on${type}`, handlerOf(type))
  }
  for (const [name, value] of Object.entries({ CONNECTING, OPEN, CLOSING, CLOSED })) {
    for (const owner of [Class, Class.prototype]) {
      Object.defineProperty(owner, name, { value, enumerable: true })
    }
  }
}

/** A handler that is called: a function, or an object, of which nothing is called. */
interface ActiveHandler {
  value: object
  readonly listener: (event: object) => void
}

/**
 * The attribute for a handler of events, such as `onopen`. HTML: it keeps its place among the listeners until it is set to `null`,
 * or to another value that is no object.
 */
function handlerOf(type: string): PropertyDescriptor & ThisType<EventTargetObject> {
  const handlers = new WeakMap<object, ActiveHandler>()
  return {
    enumerable: true,
    configurable: true,
    get() {
      return handlers.get(this)?.value ?? null
    },
    set(value: unknown) {
      const known = handlers.get(this)
      if (!isObject(value)) {
        handlers.delete(this)
        if (known) this.removeEventListener(type, known.listener)
      } else if (known) {
        known.value = value
      } else {
        handlers.set(this, activate(this, type, value))
      }
    },
  }
}

function activate(target: EventTargetObject, type: string, value: object): ActiveHandler {
  const handler: ActiveHandler = {
    value,
    listener: (event) => {
      if (typeof handler.value === 'function') handler.value.call(target, event)
    },
  }
  target.addEventListener(type, handler.listener)
  return handler
}

function isObject(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null)
}
