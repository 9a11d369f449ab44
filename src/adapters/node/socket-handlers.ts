import type { ClientRequest, IncomingMessage } from 'node:http'
import type { WebSocket } from 'ws'
import type { SocketClose } from '../../core/socket.js'
import { wasClosedCleanly } from './ws-fields.js'

/** What the listeners on a connecting `ws` socket call. */
export interface OpeningHandlers extends EndHandlers {
  /** The server answered with an upgrade, which `ws` still has to check. */
  onUpgrade(response: IncomingMessage): void
  /** The server answered with something else than an upgrade. */
  onUnexpectedResponse(response: IncomingMessage): void
  onOpen(): void
}

/** What the listeners on an open `ws` socket call. */
export interface FrameHandlers extends EndHandlers {
  onText(data: unknown): void
  onBinary(data: unknown): void
  onPing(payload: Buffer): void
  onPong(): void
}

interface EndHandlers {
  onError(error: Error): void
  onClose(close: SocketClose): void
}

// In the global registry: the ESM and the CommonJS build in one process must not both take over a socket.
const HANDLERS: unique symbol = /* @__PURE__ */ Symbol.for('web-socket-channel.node.handlers')

// The listeners are functions of this module that find their handlers in this property: a closure for each listener and
// socket would take a large part of an idle channel's memory.
type SocketWithHandlers = WebSocket & {
  [HANDLERS]?: Partial<OpeningHandlers & FrameHandlers> | undefined
}

/** Whether a channel already uses a socket. */
export function isTaken(native: WebSocket): boolean {
  return (native as SocketWithHandlers)[HANDLERS] !== undefined
}

/** Listens to a connecting socket. */
export function listenToOpening(native: SocketWithHandlers, handlers: OpeningHandlers): void {
  native[HANDLERS] = handlers
  native.on('upgrade', onUpgrade)
  native.on('unexpected-response', onUnexpectedResponse)
  native.on('open', onOpen)
  native.on('error', onError)
  native.on('close', onClose)
}

/** Listens to an open socket, and no longer to its opening. */
export function listenToFrames(native: SocketWithHandlers, handlers: FrameHandlers): void {
  // Removes all listeners before it adds one: an emitter shrinks its table of listeners only when none is left.
  if (native[HANDLERS]) stopListening(native)
  native[HANDLERS] = handlers
  native.on('message', onMessage)
  native.on('ping', onPing)
  native.on('error', onError)
  native.on('close', onClose)
}

/** Listens to the pongs of an open socket as well. */
export function listenToPongs(native: WebSocket): void {
  native.on('pong', onPong)
}

/** Removes every listener of this module from a socket. */
export function stopListening(native: SocketWithHandlers): void {
  native[HANDLERS] = undefined
  native.off('upgrade', onUpgrade)
  native.off('unexpected-response', onUnexpectedResponse)
  native.off('open', onOpen)
  native.off('message', onMessage)
  native.off('ping', onPing)
  native.off('pong', onPong)
  native.off('error', onError)
  native.off('close', onClose)
}

function onUpgrade(this: SocketWithHandlers, response: IncomingMessage): void {
  this[HANDLERS]?.onUpgrade?.(response)
}

function onUnexpectedResponse(
  this: SocketWithHandlers,
  _: ClientRequest,
  response: IncomingMessage,
): void {
  this[HANDLERS]?.onUnexpectedResponse?.(response)
}

function onOpen(this: SocketWithHandlers): void {
  this[HANDLERS]?.onOpen?.()
}

const onMessage: MessageListener = function (data, isBinary) {
  if (isBinary) this[HANDLERS]?.onBinary?.(data)
  else this[HANDLERS]?.onText?.(data)
}

function onPing(this: SocketWithHandlers, payload: Buffer): void {
  this[HANDLERS]?.onPing?.(payload)
}

function onPong(this: SocketWithHandlers): void {
  this[HANDLERS]?.onPong?.()
}

function onError(this: SocketWithHandlers, error: Error): void {
  this[HANDLERS]?.onError?.(error)
}

function onClose(this: SocketWithHandlers, ...[code, reason, reported]: CloseValues): void {
  const wasClean = reported ?? wasClosedCleanly(this, code)
  this[HANDLERS]?.onClose?.({ code, reason: String(reason), wasClean })
}

type MessageListener = (this: SocketWithHandlers, data: unknown, isBinary: boolean) => void

// Bun's replacement for ws passes `wasClean` as a third argument.
type CloseValues = readonly [code: number, reason: Buffer | string, wasClean?: boolean]
