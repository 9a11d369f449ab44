import { vi } from 'vitest'
import { channelPair } from '../../src/channels/channel-pair.js'
import type { Frame, Sendable } from '../../src/core/frame.js'
import { heartbeat, type HeartbeatChannel } from '../../src/layers/heartbeat/heartbeat.js'
import type { HeartbeatOptions } from '../../src/layers/heartbeat/options.js'
import type { RequestOptions } from '../../src/layers/request-options.js'

export type Options = HeartbeatOptions<Frame, Sendable>

export type Beating = HeartbeatChannel<Frame, Sendable>

export interface BeatingPair {
  readonly channel: Beating
  readonly server: ReturnType<typeof channelPair>[1]
  /** What the server received, with the milliseconds since the start. */
  readonly sent: string[]
  /** What the client's stream emitted. */
  readonly received: unknown[]
  /** When and how the client's stream ended. */
  readonly ends: string[]
  /** Lets so many milliseconds pass, and what arrives in them be received. */
  readonly pass: (milliseconds: number) => Promise<void>
}

/** The default options of the tests: all times differ. */
export const beating: Options = {
  interval: 1_000,
  timeout: 300,
  message: 'ping',
  isReply: (frame) => frame === 'pong',
}

/** A client with a heartbeat, and its server, on a fake clock. */
export function beatingPair(
  options: Options = beating,
  channelOptions?: Parameters<typeof channelPair>[0],
): BeatingPair {
  const [client, server] = channelPair(channelOptions)
  const channel = client.pipe(heartbeat(options))
  const begun = Date.now()
  const [sent, received, ends]: [string[], unknown[], string[]] = [[], [], []]
  const note = (list: string[], what: string): void => {
    list.push(`${what} ${Date.now() - begun}`)
  }
  server.stream.subscribe({
    next: (frame) => {
      note(sent, String(frame))
    },
    error: () => undefined,
  })
  channel.stream.subscribe({
    next: (frame) => received.push(frame),
    error: (error: Error) => {
      note(ends, error.name)
    },
    complete: () => {
      note(ends, 'complete')
    },
  })
  const pass = async (milliseconds: number): Promise<void> => {
    await vi.advanceTimersByTimeAsync(milliseconds)
  }
  return { channel, server, sent, received, ends, pass }
}

/** How a channel ends whose peer is silent. */
export const silenceInfo = {
  code: 1006,
  reason: '',
  wasClean: false,
  initiator: 'failure',
} as const

export interface Asked {
  readonly id?: number
  readonly text: string
}

/** Requests that are answered by the same message. */
export const asking: RequestOptions<Asked, Asked> = {
  stamp: (message, id) => ({ ...message, id }),
  answers: ({ id }) => id,
}
