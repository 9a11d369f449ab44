/**
 * The part of the platform's `WebSocketStream` that the library uses. It is declared here because the DOM types of TypeScript
 * have no such class. https://websockets.spec.whatwg.org/#the-websocketstream-interface
 */
export interface WebSocketStreamLike {
  /** Rejects if the opening fails. */
  readonly opened: Promise<OpenedStream>
  /** Resolves after a clean end; rejects with a `WebSocketError` after any other. */
  readonly closed: Promise<StreamClose>
  close(close?: StreamClose): void
}

/** The streams of an open connection. */
export interface OpenedStream {
  readonly readable: { getReader(): FrameReader }
  readonly writable: { getWriter(): FrameWriter }
  readonly protocol: string
}

/** The close code and reason of a connection, also as properties of a `WebSocketError`. */
export interface StreamClose {
  readonly closeCode?: number | null
  readonly reason?: string
}

/** A `ReadableStreamDefaultReader`, which reads text as strings and binary frames as buffers or views. */
export interface FrameReader {
  read(): Promise<{ readonly done: boolean; readonly value?: unknown }>
  releaseLock(): void
}

/** A `WritableStreamDefaultWriter`. */
export interface FrameWriter {
  /** Resolves when the browser has taken the frame. */
  write(data: unknown): Promise<void>
  /** Drops the frames behind the one that is being written, and closes the connection. */
  abort(): Promise<void>
  releaseLock(): void
}

/** The platform's class. */
export type WebSocketStreamConstructor = new (
  url: string,
  options: { protocols?: string[] },
) => WebSocketStreamLike
