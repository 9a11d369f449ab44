/**
 * The part of the WHATWG `WebSocket` interface that the library uses. The optional members are missing in the types of React
 * Native or `null` in those of Cloudflare Workers.
 */
export interface WebSocketLike {
  /** 0 while connecting, 1 while open, 2 while closing, 3 after the end. */
  readonly readyState: number
  /** Bytes that are queued and not yet sent. Counts as 0 where it is missing. */
  readonly bufferedAmount?: number | undefined
  /** The negotiated subprotocol. */
  readonly protocol?: string | null | undefined
  /** The address. Empty or `null` on the server's side of a connection, in Deno and Workers. */
  readonly url?: string | null | undefined
  /** The type of binary messages. It is set to `'arraybuffer'`. */
  binaryType?: string | undefined
  /**
   * Sends a message.
   *
   * @param data Text or bytes.
   */
  send(data: string | ArrayBuffer | Uint8Array<ArrayBuffer>): void
  /**
   * Starts the closing handshake.
   *
   * @param code The close code.
   * @param reason The close reason.
   */
  close(code?: number, reason?: string): void
  /**
   * Adds a listener.
   *
   * @param type The name of the event.
   * @param listener Called with each event.
   */
  addEventListener(
    type: 'open' | 'message' | 'close' | 'error',
    listener: (event: unknown) => void,
  ): void
  /**
   * Removes a listener.
   *
   * @param type The name of the event.
   * @param listener The listener that was added.
   */
  removeEventListener(
    type: 'open' | 'message' | 'close' | 'error',
    listener: (event: unknown) => void,
  ): void
}

/** A class whose instances have the WHATWG `WebSocket` interface. */
export type WebSocketConstructor = new (url: string, protocols?: string[]) => WebSocketLike
