import { filter, firstValueFrom } from 'rxjs'
import { expect } from 'vitest'
import { channelPair } from '../../../src/channels/channel-pair.js'
import type { ChannelOptions } from '../../../src/core/arguments/options.js'
import type { Channel } from '../../../src/core/channel.js'
import type { Frame, Sendable } from '../../../src/core/frame.js'
import type { ReconnectOptions } from '../../../src/layers/reconnecting/options.js'
import { reconnecting } from '../../../src/layers/reconnecting/reconnecting.js'

export type FrameChannel = Channel<Frame, Sendable>

/** A reconnecting channel over pairs that comes back in the next task, and the peers of its connections. */
export function overPairs(
  options: ReconnectOptions<Frame, Sendable> = {},
  {
    wrap = (own) => own,
    ...pair
  }: ChannelOptions & { wrap?: (own: FrameChannel) => FrameChannel } = {},
) {
  const peers: FrameChannel[] = []
  const received: string[][] = []
  const channel = reconnecting(
    () => {
      const [own, peer] = channelPair(pair)
      const frames: string[] = []
      peers.push(peer)
      received.push(frames)
      peer.stream.subscribe({ next: (frame) => frames.push(String(frame)), error: () => undefined })
      return wrap(own)
    },
    { backoff: () => 0, ...options },
  )
  const isOpen = (count: number) =>
    expect.poll(() => [peers.length, channel.status.name]).toEqual([count, 'open'])
  const peer = (): FrameChannel => {
    const last = peers.at(-1)
    if (!last) throw new Error('There was no connection yet')
    return last
  }
  const isWaiting = () =>
    firstValueFrom(channel.statuses.pipe(filter(({ name }) => name === 'waiting')))
  return { channel, peers, received, peer, isOpen, isWaiting }
}
