import type { Socket } from 'node:net'
import WebSocket from 'ws'
import OldestWebSocket from 'ws-oldest'

/** One release of ws, as the tests of both paths use it. */
export interface WsVersion {
  readonly name: string
  readonly WebSocket: typeof WebSocket
}

/** The release that is installed. */
export const newest: WsVersion = { name: 'the installed ws', WebSocket }

/** The first release that the range of `package.json` accepts; a copy apart from the installed one also when both are the same release. */
export const oldest: WsVersion = { name: 'the oldest ws', WebSocket: OldestWebSocket }

/** The options of ws for reading and writing that a test may vary. */
export interface WsSettings {
  readonly maxPayload?: number
  readonly allowSynchronousEvents?: boolean
  readonly maxFragments?: number
  readonly maxBufferedChunks?: number
  readonly generateMask?: (mask: Buffer) => void
}

/** What ws itself calls when a handshake is done, on either side. */
interface Unopened {
  _isServer: boolean
  _url: string | undefined
  _bufferedAmount: number
  setSocket(socket: Socket, head: Buffer, settings: WsSettings): void
}

/** A socket of ws whose handshake is still to come, and what ends that. */
export interface Opening {
  readonly native: WebSocket
  /** Begins on a connection; `head` came with the handshake. */
  open(socket: Socket, head: Buffer): void
}

const defaults = {
  allowSynchronousEvents: true,
  maxBufferedChunks: 256 * 1024,
  maxFragments: 16 * 1024,
  maxPayload: 100 * 1024 * 1024,
  skipUTF8Validation: false,
}

/** Makes a socket of ws without a handshake: as `WebSocketServer` does it, and for a client's side with an address too. */
export function openingOf(
  { WebSocket: Ws }: WsVersion,
  side: 'client' | 'server',
  settings: WsSettings = {},
): Opening {
  const options = { autoPong: true, closeTimeout: 30_000, maxPendingAutoPongs: 60 }
  const native = Reflect.construct(Ws, [null, undefined, options]) as WebSocket
  const unopened = native as unknown as Unopened
  if (side === 'client') Object.assign(unopened, { _isServer: false, _url: 'ws://peer/' })
  unopened._bufferedAmount = 0
  return {
    native,
    open: (socket, head) => {
      if (side === 'client') native.emit('upgrade', { socket })
      unopened.setSocket(socket, head, { ...defaults, ...settings })
    },
  }
}
