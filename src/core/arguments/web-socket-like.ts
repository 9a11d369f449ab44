/** The part of the WHATWG `WebSocket` interface that the library uses. */
export interface WebSocketLike {
  readonly readyState: number
  readonly bufferedAmount: number
  readonly protocol: string
  readonly url: string
  binaryType: string
  send(data: string | ArrayBuffer | ArrayBufferView<ArrayBuffer>): void
  close(code?: number, reason?: string): void
  addEventListener(
    type: 'open' | 'message' | 'close' | 'error',
    listener: (event: unknown) => void,
  ): void
  removeEventListener(
    type: 'open' | 'message' | 'close' | 'error',
    listener: (event: unknown) => void,
  ): void
}

/** A class whose instances have the WHATWG `WebSocket` interface. */
export type WebSocketConstructor = new (url: string, protocols?: string[]) => WebSocketLike
