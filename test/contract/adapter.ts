import type { Channel } from '../../src/core/channel.js'
import type { Frame, Sendable } from '../../src/core/frame.js'
import type { ChannelOptions, ConnectOptions } from '../../src/core/arguments/options.js'
import type { Peer } from '../peer/peer.js'
import type { Missing } from './capability.js'

/** A channel of the kind that the contract is about. */
export type AnyChannel = Channel<Frame, Sendable>

/** A channel and the other end of its connection. */
export interface Link {
  readonly channel: AnyChannel
  readonly peer: Peer
}

/** What is under test: how to get a channel whose peer plays a script. */
export interface Adapter {
  readonly name: string
  readonly missing: Missing
  /** Makes a channel and its peer, which begins its script. */
  start(script: string, options: ConnectOptions): Promise<Link>
  /** The platform's own doors, where there is an opening. */
  readonly client?: Client
  /** Called once, after all cases. */
  stop?(): Promise<void>
}

/** How a client's side is made. */
export interface Client {
  /** Address of the scripted peer, `http://127.0.0.1:port`. */
  readonly peerUrl: string
  /** The platform's class. */
  readonly WebSocket: PlatformWebSocket
  connect(url: string | URL, options?: ConnectOptions): AnyChannel
  from(socket: PlatformSocket, options?: ChannelOptions): AnyChannel
}

/** What cases need of a platform's class. */
export type PlatformWebSocket = new (url: string, protocols?: string[]) => PlatformSocket

/** What cases need of a platform's socket. */
export interface PlatformSocket {
  close(): void
  addEventListener(type: 'open' | 'close', listener: () => void): void
  removeEventListener(type: 'open' | 'close', listener: () => void): void
}
