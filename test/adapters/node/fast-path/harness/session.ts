import type { Unsubscribable } from 'rxjs'
import type { WebSocket } from 'ws'
import { NodeWebSocketChannel } from '../../../../../src/node.js'
import type { Frame } from '../../../../../src/core/frame.js'
import type { ChannelOptions } from '../../../../../src/core/arguments/options.js'
import { MemoryConnection } from './memory-connection.js'
import { describeError, Trace } from './trace.js'
import { newest, openingOf, type WsSettings, type WsVersion } from './ws-version.js'

/** What a session is, but for the path that its frames take. */
export interface SessionSettings {
  readonly side: 'client' | 'server'
  readonly ws?: WsSettings
  readonly channel?: ChannelOptions
  /** Bytes that came with the handshake. */
  readonly head?: Uint8Array
  readonly sharedFrames?: boolean
}

/** What reads and writes its frames. */
export interface Path {
  readonly fastPath: boolean
  readonly version?: WsVersion
}

/** A channel over a connection without a network, and all that it does. */
export class Session {
  readonly trace: Trace
  readonly connection: MemoryConnection
  /** The socket of ws that the channel has. */
  readonly native: WebSocket
  readonly channel: NodeWebSocketChannel
  /** Whether it took the fast path when it opened. */
  readonly beganFast: boolean
  #isClosed = false
  #readers = 0

  constructor(settings: SessionSettings, path: Path) {
    const { side, ws, head = new Uint8Array(), sharedFrames = false } = settings
    const { fastPath, version = newest } = path
    this.trace = new Trace(side)
    // As Node has it: HTTP servers allow half-open connections, clients do not.
    this.connection = new MemoryConnection(this.trace, { allowHalfOpen: side === 'server' })
    const { socket } = this.connection
    const opening = openingOf(version, side, ws)
    this.native = opening.native
    const options = { keepAlive: false, ...settings.channel, fastPath, sharedFrames } as const
    if (side === 'server') opening.open(socket, Buffer.from(head))
    this.channel = NodeWebSocketChannel.from(
      opening.native,
      side === 'server' ? { ...options, request: { socket } as never } : options,
    )
    this.#watch()
    if (side === 'client') opening.open(socket, Buffer.from(head))
    this.beganFast = this.channel.isFast
  }

  /** Whether the channel has reported its end to all that read from it. */
  get isOver(): boolean {
    return this.#isClosed && this.#readers === 0
  }

  /** Writes down all that a subscription gets until its end; `onFrame` is called after each frame. */
  subscribe(onFrame: (frame: Frame) => void = () => undefined): Unsubscribable {
    this.#readers++
    const subscription = this.channel.stream.subscribe({
      next: (frame) => {
        this.trace.delivered(frame)
        onFrame(frame)
      },
      error: (error: unknown) => {
        this.trace.note(`stream failed: ${describeError(error)}`)
        this.#readers--
      },
      complete: () => {
        this.trace.note('stream completed')
        this.#readers--
      },
    })
    return {
      unsubscribe: () => {
        this.#readers--
        subscription.unsubscribe()
      },
    }
  }

  /** Reads with an iterator that waits for `pause` before each frame. */
  async iterate(pause: () => Promise<void>): Promise<void> {
    this.#readers++
    try {
      for await (const frame of this.channel.stream) {
        this.trace.delivered(frame)
        await pause()
      }
      this.trace.note('iteration completed')
    } catch (error) {
      this.trace.note(`iteration failed: ${describeError(error)}`)
    }
    this.#readers--
  }

  #watch(): void {
    const { channel, trace } = this
    channel.ready.then(
      () => {
        trace.note('ready')
      },
      (error: unknown) => {
        trace.note(`not ready: ${describeError(error)}`)
      },
    )
    void channel.closed.then((info) => {
      trace.closed(info)
      trace.note(`unsent: ${channel.sink.bufferedAmount}, code ${String(channel.closeCode)}`)
      this.#isClosed = true
    })
  }
}

/** Lets everything happen that does not need another event of the network. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
