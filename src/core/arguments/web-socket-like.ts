/**
 * The part of the WHATWG `WebSocket` interface that the library uses. The optional members are missing in the types of React
 * Native or `null` in those of Cloudflare Workers.
 */
export interface WebSocketLike {
  readonly readyState: number
  /** Counts as 0 where it is missing. */
  readonly bufferedAmount?: number | undefined
  readonly protocol?: string | null | undefined
  /** Empty or `null` on the server's side of a connection, in Deno and Workers. */
  readonly url?: string | null | undefined
  binaryType?: string | undefined
  send(data: string | ArrayBuffer | Uint8Array<ArrayBuffer>): void
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
