import type { CloseInfo } from './channel.js'

/** Base class of all errors of this library. `instanceof` works across its entries, `is` also across copies of the package. */
export class WebSocketChannelError extends Error {
  /** The name of the class, which `is` compares. Minifiers rename classes, but not strings. */
  static readonly kind: string = 'WebSocketChannelError'

  /**
   * Creates an error, as the library does.
   *
   * @param message The message of the error.
   * @param options Its `cause`, and the fields of the class.
   */
  constructor(message: string, { cause, ...data }: ErrorOptions = {}) {
    super(message, cause === undefined ? {} : { cause })
    this.name = new.target.kind
    Object.assign(this, data)
  }

  /**
   * Returns whether a value is an error of this class, created by any copy of the package.
   *
   * @param error Any value.
   */
  static is<T extends WebSocketChannelError>(
    this: { readonly prototype: T; readonly kind: string },
    error: unknown,
  ): error is T {
    let found = (error as Error | null | undefined)?.constructor as Kind | null | undefined
    while (found && found.kind !== this.kind) found = Object.getPrototypeOf(found) as Kind | null
    return Boolean(found)
  }
}

interface Kind {
  readonly kind?: string
}

/** The phase in which the opening of a connection failed. */
export type ConnectionPhase = 'network' | 'handshake' | 'timeout' | 'subprotocol'

/**
 * Headers of an HTTP answer, with names in lower case. `set-cookie` is always an array; other headers that came several times
 * are joined.
 */
export type ResponseHeaders = Readonly<Record<string, string | readonly string[]>>

/** Data of a {@link ConnectionFailedError}. */
export interface ConnectionFailure extends ErrorOptions {
  /** Address without credentials, query and fragment. */
  readonly url: string
  /** The phase in which the opening failed. */
  readonly phase: ConnectionPhase
  /** Status of the HTTP answer, where the platform shows it. */
  readonly status?: number | undefined
  /** Headers of the HTTP answer, where the platform shows them. */
  readonly headers?: ResponseHeaders | undefined
  /** First KiB of the body of the HTTP answer, where the platform shows it. */
  readonly body?: string | undefined
}

/** The connection never opened. */
export class ConnectionFailedError extends WebSocketChannelError {
  static override readonly kind: string = 'ConnectionFailedError'
  /** Address without credentials, query and fragment. */
  declare readonly url: string
  /** The phase in which the opening failed; `'network'` where the platform reports no details, as in browsers. */
  declare readonly phase: ConnectionPhase
  /** Status of the HTTP answer, where the platform shows it. */
  declare readonly status: number | undefined
  /** Headers of the HTTP answer, where the platform shows them. */
  declare readonly headers: ResponseHeaders | undefined
  /** First KiB of the body of the HTTP answer, as UTF-8, where the platform shows it. What a second later is missing is left out. */
  declare readonly body: string | undefined

  /**
   * Creates an error, as the library does.
   *
   * @param message The message of the error.
   * @param failure The fields of the error, and its `cause`.
   */
  constructor(message: string, failure: ConnectionFailure) {
    super(message, failure)
  }
}

/** The connection ended badly, or it ended before an `addStream` was complete. */
export class ConnectionClosedError extends WebSocketChannelError implements CloseInfo {
  static override readonly kind: string = 'ConnectionClosedError'
  /** As in {@link CloseInfo}. */
  declare readonly code: number
  /** As in {@link CloseInfo}. */
  declare readonly reason: string
  /** As in {@link CloseInfo}. */
  declare readonly wasClean: boolean
  /** As in {@link CloseInfo}. */
  declare readonly initiator: CloseInfo['initiator']

  /**
   * Creates an error, as the library does.
   *
   * @param message The message of the error.
   * @param info How the connection ended, and the `cause`.
   */
  constructor(message: string, info: CloseInfo & ErrorOptions) {
    super(message, info)
  }
}

/** The peer stopped answering pings. */
export class KeepAliveTimeoutError extends ConnectionClosedError {
  static override readonly kind: string = 'KeepAliveTimeoutError'
}

/** A limit of this library was reached; the channel has ended. */
export class BufferOverflowError extends WebSocketChannelError {
  static override readonly kind: string = 'BufferOverflowError'
  /** The limit in bytes. */
  declare readonly limit: number
  /** The bytes that would have been held. */
  declare readonly actual: number

  /**
   * Creates an error, as the library does.
   *
   * @param message The message of the error.
   * @param overflow The limit and the bytes that would have been held.
   */
  constructor(
    message: string,
    overflow: { readonly limit: number; readonly actual: number } & ErrorOptions,
  ) {
    super(message, overflow)
  }
}

/** Data of a {@link MessageError}. */
export interface MessageFailure extends ErrorOptions {
  /** What could not be handled: the message that arrived, or the value that was added. */
  readonly data: unknown
  /** What the schema found, if a schema did not accept it: its `issues`, as in Standard Schema. */
  readonly issues?: readonly unknown[] | undefined
}

/** A layer could not encode, decode or validate a message. Its `message` never quotes the data. */
export class MessageError extends WebSocketChannelError {
  static override readonly kind: string = 'MessageError'
  /** The message that could not be decoded or validated, or the value that was added. Not enumerable, so that it is not logged. */
  declare readonly data: unknown
  /** The issues of the schema that did not accept it. Not enumerable. */
  declare readonly issues: readonly unknown[] | undefined

  /**
   * Creates an error, as the library does.
   *
   * @param message The message of the error. It must not quote the data.
   * @param failure The data, the issues of the schema, and the `cause`.
   */
  constructor(message: string, { data, issues, cause }: MessageFailure) {
    super(message, { cause })
    Object.defineProperties(this, { data: { value: data }, issues: { value: issues } })
  }
}

/** A request had no answer within its timeout. */
export class RequestTimeoutError extends WebSocketChannelError {
  static override readonly kind: string = 'RequestTimeoutError'
  /** The milliseconds within which no answer arrived. */
  declare readonly timeout: number

  /**
   * Creates an error, as the library does.
   *
   * @param message The message of the error.
   * @param data The timeout in milliseconds, and the `cause`.
   */
  constructor(message: string, data: { readonly timeout: number } & ErrorOptions) {
    super(message, data)
  }
}

/** A reconnecting channel has given up. Its `cause` is why the last attempt failed, or the last connection was lost. */
export class ReconnectFailedError extends WebSocketChannelError {
  static override readonly kind: string = 'ReconnectFailedError'
  /** The number of attempts that failed in a row. */
  declare readonly attempts: number

  /**
   * Creates an error, as the library does.
   *
   * @param message The message of the error.
   * @param data The number of attempts that failed in a row, and the `cause`.
   */
  constructor(message: string, data: { readonly attempts: number } & ErrorOptions) {
    super(message, data)
  }
}

/** The sink was used after a `close` or `addError` of this side. */
export class InvalidStateError extends WebSocketChannelError {
  static override readonly kind: string = 'InvalidStateError'
}
