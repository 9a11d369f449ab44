/** An event, as a listener of {@link WebSocketOverChannel} gets it. */
export interface WebSocketEvent {
  readonly type: string
}

/** A `message` event. */
export interface WebSocketMessageEvent extends WebSocketEvent {
  /** A string, a `Blob` or an `ArrayBuffer`. */
  readonly data: unknown
  readonly origin: string
}

/** A `close` event. */
export interface WebSocketCloseEvent extends WebSocketEvent {
  readonly code: number
  readonly reason: string
  readonly wasClean: boolean
}

interface EventTypes {
  readonly open: WebSocketEvent
  readonly message: WebSocketMessageEvent
  readonly error: WebSocketEvent
  readonly close: WebSocketCloseEvent
}

/** An object with the WHATWG `WebSocket` interface, where a project has no types for that. */
export interface WebSocketOverChannel {
  readonly CONNECTING: 0
  readonly OPEN: 1
  readonly CLOSING: 2
  readonly CLOSED: 3
  readonly url: string
  readonly readyState: number
  readonly bufferedAmount: number
  readonly extensions: string
  readonly protocol: string
  /** `'blob'` or `'arraybuffer'`. */
  binaryType: string
  onopen: ((event: WebSocketEvent) => unknown) | null
  onmessage: ((event: WebSocketMessageEvent) => unknown) | null
  onerror: ((event: WebSocketEvent) => unknown) | null
  onclose: ((event: WebSocketCloseEvent) => unknown) | null
  send(data: unknown): void
  close(code?: number, reason?: string): void
  addEventListener<Type extends keyof EventTypes>(
    type: Type,
    listener: (event: EventTypes[Type]) => void,
    options?: unknown,
  ): void
  removeEventListener<Type extends keyof EventTypes>(
    type: Type,
    listener: (event: EventTypes[Type]) => void,
    options?: unknown,
  ): void
  dispatchEvent(event: WebSocketEvent): boolean
}

/** The class of {@link WebSocketOverChannel}. */
export interface WebSocketOverChannelClass {
  new (url: string | { readonly href: string }, protocols?: string | string[]): WebSocketOverChannel
  readonly prototype: WebSocketOverChannel
  readonly CONNECTING: 0
  readonly OPEN: 1
  readonly CLOSING: 2
  readonly CLOSED: 3
}

/** The type of the platform's class `WebSocket`, where a project has types for it: those of the DOM, of Node or of a Worker. */
export type PlatformWebSocketClass = typeof globalThis extends {
  readonly WebSocket: infer Class extends abstract new (...values: never[]) => object
}
  ? Class
  : WebSocketOverChannelClass
