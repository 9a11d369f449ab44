import { Socket as TcpSocket } from 'node:net'

/** What a connection tells its fast path. */
export interface TcpEvents {
  /** Bytes came. */
  onData(chunk: Buffer): void
  /** The connection ended, which is told while it is listened for. */
  onEnd(): void
  /** Somebody is about to write to the connection, or to end it. */
  beforeWrite(): void
}

const EVENTS: unique symbol = /* @__PURE__ */ Symbol('events')

// Functions of the module, which find by this property whom to tell: closures for each connection would be a good part of
// an idle channel's memory.
type Served = TcpSocket & { [EVENTS]?: TcpEvents | undefined }

/** Whether somebody has a connection write or end in a way of their own. */
export function hasOwnWays(tcp: TcpSocket): boolean {
  return ['write', 'end', 'destroy'].some((name) => Object.hasOwn(tcp, name))
}

/**
 * Takes the place of the one listener for data, and stands before all that is written. Nobody can tell the fast path that
 * the owner of a `ws` socket is about to use it, or ws to answer: but all of that ends in one of these three calls.
 */
export function listenToTcp(tcp: Served, events: TcpEvents): void {
  tcp[EVENTS] = events
  tcp.write = write
  tcp.end = end
  tcp.destroy = destroy
  tcp.on('data', onData)
}

/** Tells nothing any more. The methods stay, and do what they did before: Node may have put its own there meanwhile. */
export function stopListeningToTcp(tcp: Served): void {
  tcp.off('data', onData)
  tcp[EVENTS] = undefined
}

/** From now on the end is told before ws sees it. A connection that is paused tells its end, too. */
export function listenToEnd(tcp: TcpSocket): void {
  tcp.prependListener('end', onEnd)
  tcp.prependListener('close', onEnd)
}

/** From now on the end is told no more. */
export function stopListeningToEnd(tcp: TcpSocket): void {
  tcp.off('end', onEnd)
  tcp.off('close', onEnd)
}

function onData(this: Served, chunk: Buffer): void {
  this[EVENTS]?.onData(chunk)
}

function onEnd(this: Served): void {
  this[EVENTS]?.onEnd()
}

function write(this: Served, ...values: readonly unknown[]): boolean {
  this[EVENTS]?.beforeWrite()
  return TcpSocket.prototype.write.apply(this, values as WriteArguments)
}

function end(this: Served, ...values: readonly unknown[]): typeof this {
  this[EVENTS]?.beforeWrite()
  return TcpSocket.prototype.end.apply(this, values as EndArguments)
}

function destroy(this: Served, error?: Error): typeof this {
  this[EVENTS]?.beforeWrite()
  return TcpSocket.prototype.destroy.call(this, error)
}

// Of the overloads TypeScript tells the last.
type WriteArguments = Parameters<TcpSocket['write']>
type EndArguments = Parameters<TcpSocket['end']>
