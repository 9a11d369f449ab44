import { vi } from 'vitest'
import { BrowserWebSocketChannel } from '../../../src/channels/browser-web-socket-channel.js'
import type { Channel } from '../../../src/core/channel.js'
import type { Frame, Sendable } from '../../../src/core/frame.js'
import type { Attempt, ReconnectOptions } from '../../../src/layers/reconnecting/options.js'
import {
  reconnecting,
  type ReconnectingChannel,
} from '../../../src/layers/reconnecting/reconnecting.js'
import type { ReconnectStatus } from '../../../src/layers/reconnecting/status.js'
import { scriptedClass } from '../../faults/model/scripted-class.js'
import type { ScriptedSocket } from '../../faults/model/scripted-socket.js'

export type Options = ReconnectOptions<Frame, Sendable>

/** A reconnecting channel over sockets that a test opens, fails and closes. */
export interface Scripted {
  readonly channel: ReconnectingChannel<Frame, Sendable>
  /** What the opener was called with. */
  readonly attempts: readonly Attempt[]
  readonly sockets: readonly ScriptedSocket[]
  /** The last socket. */
  readonly socket: ScriptedSocket
  readonly statuses: readonly ReconnectStatus[]
  /** What `stream` emitted, with its end. */
  readonly received: readonly unknown[]
  /** How many sockets were neither closed by this side nor by the peer. */
  readonly openSockets: number
}

/** Opens a connection to a scripted socket. */
export function opener(): {
  readonly open: (attempt?: Attempt) => Channel<Frame, Sendable>
  readonly sockets: readonly ScriptedSocket[]
} {
  const { WebSocket, made } = scriptedClass()
  const open = (): Channel<Frame, Sendable> =>
    BrowserWebSocketChannel.connect('ws://host/', { WebSocket, connectTimeout: 0 })
  return { open, sockets: made }
}

/** Makes a reconnecting channel. Its delays are 1, 2, 3 ... seconds unless the options say otherwise. */
export function scripted(options: Options = {}): Scripted {
  const { open, sockets } = opener()
  const attempts: Attempt[] = []
  const channel = reconnecting<Frame, Sendable>(
    (attempt) => {
      attempts.push(attempt)
      return open(attempt)
    },
    { backoff: (attempt) => attempt * 1_000, network: false, ...options },
  )
  const statuses: ReconnectStatus[] = []
  channel.statuses.subscribe((status) => statuses.push(status))
  return {
    channel,
    attempts,
    sockets,
    statuses,
    received: receivedOf(channel),
    get socket() {
      const socket = sockets.at(-1)
      if (!socket) throw new Error('There was no attempt')
      return socket
    },
    get openSockets() {
      return sockets.filter(({ readyState }) => readyState < 2).length
    },
  }
}

/** What a stream emits, with its end. */
export function receivedOf({ stream }: Channel<unknown, never>): unknown[] {
  const received: unknown[] = []
  stream.subscribe({
    next: (frame) => received.push(frame),
    error: (error: unknown) => received.push({ error }),
    complete: () => received.push('complete'),
  })
  return received
}

/** Lets a time pass on the fake clock, and all that follows from it. */
export async function pass(milliseconds = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds)
}

/** Makes a reconnecting channel, and opens its first connection. */
export async function opened(options: Options = {}): Promise<Scripted> {
  const made = scripted(options)
  await pass()
  made.socket.open()
  await pass()
  return made
}

/** Opens a connection of the present attempt, and breaks it after some time. */
export async function openAndBreak(made: Scripted, uptime = 0): Promise<void> {
  made.socket.open()
  await pass(uptime)
  made.socket.fail()
  await pass()
}

/** Fails the present attempt. */
export async function fail({ socket }: Scripted): Promise<void> {
  socket.fail()
  await pass()
}
