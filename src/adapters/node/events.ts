import { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { CloseEvent, WebSocket } from 'ws'
import type { SocketClose } from '../../core/socket.js'

/** What a socket of ws tells its one channel. */
export interface NodeEvents {
  onUpgrade(response: IncomingMessage): void
  onUnexpectedResponse(response: IncomingMessage): void
  onOpen(): void
  onText(bytes: Buffer): void
  onBinary(bytes: Buffer): void
  /** A ping or a pong came. */
  onControl(): void
  onError(error: Error): void
  onClose(close: SocketClose): void
}

// `Symbol.for`, because the ESM and the CommonJS build in one process must not both take over a socket.
const EVENTS: unique symbol = /* @__PURE__ */ Symbol.for('web-socket-channel.node-events')

// The listeners are functions of the module, which find by this property whom to tell: a closure for each of them would
// be a good part of an idle channel's memory.
type Heard = WebSocket & { [EVENTS]?: NodeEvents | undefined }

/** Whether a channel has a socket already. */
export function isTaken(native: WebSocket): boolean {
  return (native as Heard)[EVENTS] !== undefined
}

/** Listens to what comes before open, and to what ends that. */
export function listenToOpening(native: Heard, events: NodeEvents): void {
  native[EVENTS] = events
  native.on('upgrade', onUpgrade)
  native.on('unexpected-response', onUnexpectedResponse)
  native.on('open', onOpen)
  native.on('error', onError)
  native.on('close', onClose)
}

/** Listens to an open socket, and to nothing else any more. */
export function listenToFrames(native: Heard, events: NodeEvents): void {
  // All are removed before the first is added: only an emitter without listeners gets a small table again.
  stopListening(native)
  native[EVENTS] = events
  native.on('message', onMessage)
  native.on('error', onError)
  native.on('close', onClose)
}

/** Listens to control frames, too. */
export function listenToControls(native: WebSocket): void {
  native.on('ping', onControl)
  native.on('pong', onControl)
}

/** Leaves a socket without a listener of this module. */
export function stopListening(native: Heard): void {
  native[EVENTS] = undefined
  native.off('upgrade', onUpgrade)
  native.off('unexpected-response', onUnexpectedResponse)
  native.off('open', onOpen)
  native.off('message', onMessage)
  native.off('ping', onControl)
  native.off('pong', onControl)
  native.off('error', onError)
  native.off('close', onClose)
}

function onUpgrade(this: Heard, response: IncomingMessage): void {
  this[EVENTS]?.onUpgrade(response)
}

function onUnexpectedResponse(this: Heard, _: unknown, response: IncomingMessage): void {
  this[EVENTS]?.onUnexpectedResponse(response)
}

function onOpen(this: Heard): void {
  this[EVENTS]?.onOpen()
}

const onMessage: MessageListener = function (bytes, isBinary) {
  if (isBinary) this[EVENTS]?.onBinary(bytes as Buffer)
  else this[EVENTS]?.onText(bytes as Buffer)
}

function onControl(this: Heard): void {
  this[EVENTS]?.onControl()
}

function onError(this: Heard, error: Error): void {
  this[EVENTS]?.onError(error)
}

function onClose(this: Heard, ...[code, reason, told]: CloseValues): void {
  const wasClean = told ?? wasCleanly(this)
  this[EVENTS]?.onClose({ code, reason: String(reason), wasClean })
}

/**
 * Whether both close frames were exchanged. ws tells it only to listeners like those of a page, of which one kept ready
 * for each socket would take 300 bytes. So one is made when it is needed, and called in its place.
 */
function wasCleanly(native: PageLike): boolean {
  let wasClean = false
  const listeners = new EventEmitter()
  const listen = (event: CloseEvent): void => {
    wasClean = event.wasClean
  }
  native.addEventListener.call(listeners, 'close', listen)
  for (const listener of listeners.listeners('close')) listener.call(native, 0, '')
  return wasClean
}

type MessageListener = (this: Heard, bytes: unknown, isBinary: boolean) => void

// Bun's stand-in for ws tells a third thing.
type CloseValues = readonly [code: number, reason: Buffer | string, wasClean?: boolean]

interface PageLike {
  addEventListener(this: unknown, type: 'close', listener: (event: CloseEvent) => void): void
}
