/** An event, as a listener of {@link WebSocketOverChannel} gets it. */
export interface WebSocketEvent {
  /** The name of the event. */
  readonly type: string
}

/** A `message` event. */
export interface WebSocketMessageEvent extends WebSocketEvent {
  /** A string, a `Blob` or an `ArrayBuffer`. */
  readonly data: unknown
  /** The scheme and host of the address. */
  readonly origin: string
}

/** A `close` event. */
export interface WebSocketCloseEvent extends WebSocketEvent {
  /** The close code, as {@link CloseInfo.code}. */
  readonly code: number
  /** The close reason; `''` when there was none. */
  readonly reason: string
  /** Whether both close frames were exchanged. */
  readonly wasClean: boolean
}

/** The events by name. */
export interface WebSocketEventTypes {
  /** The connection has opened. */
  readonly open: WebSocketEvent
  /** A message has arrived. */
  readonly message: WebSocketMessageEvent
  /** The connection has failed; a `close` event follows. */
  readonly error: WebSocketEvent
  /** The connection has ended. */
  readonly close: WebSocketCloseEvent
}

/** An object with the WHATWG `WebSocket` interface, where a project has no types for that. */
export interface WebSocketOverChannel {
  /** The `readyState` before open: 0. */
  readonly CONNECTING: 0
  /** The `readyState` of an open connection: 1. */
  readonly OPEN: 1
  /** The `readyState` from the call of `close` on: 2. */
  readonly CLOSING: 2
  /** The `readyState` after the end: 3. */
  readonly CLOSED: 3
  /** The address. */
  readonly url: string
  /** The state, as one of the four numbers. */
  readonly readyState: number
  /** Bytes that were passed to `send` and are not yet handed to the network. */
  readonly bufferedAmount: number
  /** Always `''`: a channel does not show its extensions. */
  readonly extensions: string
  /** The negotiated subprotocol; `''` until open and when there is none. */
  readonly protocol: string
  /** The type of binary messages: `'blob'`, which is the default, or `'arraybuffer'`. */
  binaryType: string
  /** Called when the connection has opened. */
  onopen: ((event: WebSocketEvent) => unknown) | null
  /** Called with each message. */
  onmessage: ((event: WebSocketMessageEvent) => unknown) | null
  /** Called when the connection has failed. */
  onerror: ((event: WebSocketEvent) => unknown) | null
  /** Called when the connection has ended. */
  onclose: ((event: WebSocketCloseEvent) => unknown) | null
  /**
   * Sends a message.
   *
   * @param data A string, a `Blob`, an `ArrayBuffer` or a view; anything else is converted to a string.
   * @throws {DOMException} Before open: an `InvalidStateError`.
   */
  send(data: unknown): void
  /**
   * Starts the closing handshake.
   *
   * @param code 1000 or 3000-4999. None by default.
   * @param reason At most 123 bytes of UTF-8.
   * @throws {DOMException} An `InvalidAccessError` for another code, a `SyntaxError` for a longer reason.
   */
  close(code?: number, reason?: string): void
  /**
   * Adds a listener.
   *
   * @param type The name of the event.
   * @param listener Called with each event.
   * @param options As for `EventTarget.addEventListener`.
   */
  addEventListener<Type extends keyof WebSocketEventTypes>(
    type: Type,
    listener: (event: WebSocketEventTypes[Type]) => void,
    options?: unknown,
  ): void
  /**
   * Removes a listener.
   *
   * @param type The name of the event.
   * @param listener The listener that was added.
   * @param options As for `EventTarget.removeEventListener`.
   */
  removeEventListener<Type extends keyof WebSocketEventTypes>(
    type: Type,
    listener: (event: WebSocketEventTypes[Type]) => void,
    options?: unknown,
  ): void
  /**
   * Calls the listeners of an event, and returns whether none of them has cancelled it.
   *
   * @param event The event.
   */
  dispatchEvent(event: WebSocketEvent): boolean
}

/** The class of {@link WebSocketOverChannel}. */
export interface WebSocketOverChannelClass {
  /**
   * Creates an object, and calls the function that was passed to {@link webSocketClass}.
   *
   * @param url The address.
   * @param protocols Subprotocols to offer. None by default.
   * @throws {DOMException} A `SyntaxError` if the address or a subprotocol is invalid.
   */
  new (url: string | { readonly href: string }, protocols?: string | string[]): WebSocketOverChannel
  /** The prototype of the objects. */
  readonly prototype: WebSocketOverChannel
  /** The `readyState` before open: 0. */
  readonly CONNECTING: 0
  /** The `readyState` of an open connection: 1. */
  readonly OPEN: 1
  /** The `readyState` from the call of `close` on: 2. */
  readonly CLOSING: 2
  /** The `readyState` after the end: 3. */
  readonly CLOSED: 3
}

/** The type of the platform's class `WebSocket`, where a project has types for it: those of the DOM, of Node or of a Worker. */
export type PlatformWebSocketClass = typeof globalThis extends {
  readonly WebSocket: infer Class extends abstract new (...values: never[]) => object
}
  ? Class
  : WebSocketOverChannelClass
