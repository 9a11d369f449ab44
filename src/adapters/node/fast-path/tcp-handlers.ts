import type { Socket as TcpSocket } from 'node:net'

/** What the fast path handles on a connection. */
export interface TcpHandlers {
  /** Handles bytes that arrived. */
  onData(chunk: Buffer): void
  /** Handles the end of the connection, between `listenToEnd` and `stopListeningToEnd`. */
  onEnd(): void
  /** Runs before anybody writes to the connection, ends it or destroys it. */
  beforeWrite(): void
}

// `Symbol.for`, because the ESM and the CommonJS build in one process must see each other's handlers.
const HANDLERS: unique symbol = /* @__PURE__ */ Symbol.for('web-socket-channel.tcp-handlers')

// The listeners and methods below are shared by all connections and find the handlers through this property. A closure
// for each connection would be a large part of an idle channel's memory.
type SocketWithHandlers = TcpSocket & { [HANDLERS]?: TcpHandlers | undefined }

type Method = 'write' | 'end' | 'destroy'
const METHODS: readonly Method[] = ['write', 'end', 'destroy']

/** Whether `write`, `end` or `destroy` is overridden on this very connection. */
export function isPatched(tcp: TcpSocket): boolean {
  return METHODS.some((method) => Object.hasOwn(tcp, method))
}

/**
 * Listens to the data of a connection, and overrides its `write`, `end` and `destroy` so that `beforeWrite` runs first. The
 * owner of a `ws` socket, and ws itself, can use the connection at any time; whatever they do ends in one of these calls.
 */
export function listenToTcp(tcp: SocketWithHandlers, handlers: TcpHandlers): void {
  tcp[HANDLERS] = handlers
  tcp.write = write
  tcp.end = end
  tcp.destroy = destroy
  tcp.on('data', onData)
}

/** Removes what `listenToTcp` added. A method that somebody has overridden since then stays. */
export function stopListeningToTcp(tcp: SocketWithHandlers): void {
  tcp.off('data', onData)
  tcp.off('drain', onDrain)
  tcp[HANDLERS] = undefined
  const own = tcp as Partial<Pick<TcpSocket, Method>>
  // In the reverse order of adding: V8 makes a connection slow for good when another property than the last one is deleted.
  if (own.destroy === destroy) delete own.destroy
  if (own.end === end) delete own.end
  if (own.write === write) delete own.write
}

/** Writes to a connection without `beforeWrite`, unless somebody else has overridden `write`. */
export function writeTo(tcp: SocketWithHandlers, bytes: Uint8Array): void {
  if (tcp.write === write) inherited(tcp).write.call(tcp, bytes)
  else tcp.write(bytes)
}

/** Calls `beforeWrite` when the connection drains. */
export function listenToDrain(tcp: TcpSocket): void {
  tcp.off('drain', onDrain)
  tcp.once('drain', onDrain)
}

/** Calls `onEnd` before ws handles the end of the connection. A paused connection reports its end too. */
export function listenToEnd(tcp: TcpSocket): void {
  tcp.prependListener('end', onEnd)
  tcp.prependListener('close', onEnd)
}

/** Stops calling `onEnd`. */
export function stopListeningToEnd(tcp: TcpSocket): void {
  tcp.off('end', onEnd)
  tcp.off('close', onEnd)
}

function onData(this: SocketWithHandlers, chunk: Buffer): void {
  this[HANDLERS]?.onData(chunk)
}

function onDrain(this: SocketWithHandlers): void {
  this[HANDLERS]?.beforeWrite()
}

function onEnd(this: SocketWithHandlers): void {
  this[HANDLERS]?.onEnd()
}

function write(this: SocketWithHandlers, ...values: readonly unknown[]): boolean {
  this[HANDLERS]?.beforeWrite()
  return inherited(this).write.apply(this, values as WriteArguments)
}

function end(this: SocketWithHandlers, ...values: readonly unknown[]): typeof this {
  this[HANDLERS]?.beforeWrite()
  return inherited(this).end.apply(this, values as EndArguments)
}

function destroy(this: SocketWithHandlers, error?: Error): typeof this {
  this[HANDLERS]?.beforeWrite()
  return inherited(this).destroy.call(this, error)
}

/** The methods of the connection's class, which may override those of `net.Socket`. */
function inherited(tcp: TcpSocket): TcpSocket {
  return Object.getPrototypeOf(tcp) as TcpSocket
}

// TypeScript's `Parameters` picks the last overload.
type WriteArguments = Parameters<TcpSocket['write']>
type EndArguments = Parameters<TcpSocket['end']>
