import type { IncomingMessage } from 'node:http'
import type { WebSocket } from 'ws'
import { amount, channelSettings, type Settings } from '../../core/arguments/check-options.js'
import type { ChannelOptions } from '../../core/arguments/options.js'
import { Connection } from '../../core/lifecycle/connection.js'
import type { EndListener } from '../../core/lifecycle/connection-source.js'
import { startKeepAlive } from '../../core/lifecycle/keep-alive.js'
import { type FrameOptions, type FrameSettings, frameSettings } from './options.js'
import { NodeSocket } from './socket.js'
import { setCloseTimeout, wsCloseTimeout } from './ws-fields.js'

const MORE_OPTIONS = ', fastPath, maxBufferedBytes, sharedFrames'

/** Options of the channels that a server accepts. */
export interface AcceptOptions extends ChannelOptions, FrameOptions {
  /**
   * Bytes, 0 to `Infinity`, that may wait for a peer that does not read. When another message is added while more wait, the
   * channel ends with `BufferOverflowError` and the connection is dropped. A single message may have any size. Pongs count.
   *
   * @default 16_777_216
   */
  readonly maxBufferedBytes?: number | undefined
}

/** Checked options of the channels that a server accepts, which all of them share. */
export interface AcceptSettings {
  readonly channel: Settings
  readonly frames: FrameSettings
  readonly maxBufferedBytes: number
}

/**
 * Checks options, once for all connections of a server.
 *
 * @param more Names of allowed options that only the caller has, each after a comma.
 * @throws {TypeError} If an option has the wrong type or is unknown.
 * @throws {RangeError} If a number is out of range or a word is unknown.
 */
export function acceptSettings(options: AcceptOptions, more = ''): AcceptSettings {
  return {
    channel: channelSettings(options, MORE_OPTIONS + more),
    frames: frameSettings(options),
    maxBufferedBytes: amount('maxBufferedBytes', options.maxBufferedBytes, 16_777_216),
  }
}

/** What belongs to one accepted connection. */
export interface Accepted {
  readonly request: IncomingMessage
  readonly endListener?: EndListener | undefined
}

/** Makes a connection of a socket that `ws` has just accepted, in the same tick. */
export function acceptNode(
  socket: WebSocket,
  { request, endListener }: Accepted,
  settings: AcceptSettings,
): Connection {
  const { channel, frames, maxBufferedBytes } = settings
  setCloseTimeout(socket, wsCloseTimeout(channel))
  const { fastPath, sharesFrames } = frames
  const adapter = new NodeSocket(socket, { fastPath, sharesFrames, request, maxBufferedBytes })
  return new Connection({ socket: adapter, startKeepAlive, endListener }, channel)
}
