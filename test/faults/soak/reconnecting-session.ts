import { setTimeout as wait } from 'node:timers/promises'
import type { Channel } from '../../../src/core/channel.js'
import type { Frame, Sendable } from '../../../src/core/frame.js'
import { exponentialBackoff } from '../../../src/layers/reconnecting/backoff.js'
import { reconnecting } from '../../../src/layers/reconnecting/reconnecting.js'
import { NodeWebSocketChannel } from '../../../src/node.js'
import type { Random } from '../adversary/random.js'
import { brokenInvariants, watch, type Watch } from '../adversary/watch.js'
import { within } from '../adversary/within.js'
import { endingOf, limits, longestEnd, type SessionTally } from './session.js'

// Milliseconds: the longest time in which a healed network has the channel open again.
const longestAttempt = 30_000

/** One reconnecting channel, used through the faults of its connections, and ended while it has one or has none. */
export async function playReconnectingSession(
  url: string,
  random: Random,
  tally: SessionTally,
): Promise<void> {
  const controller = new AbortController()
  const sockets = new Set<NodeWebSocketChannel>()
  const channel = reconnecting(
    () => {
      const connection = NodeWebSocketChannel.connect(url, limits)
      sockets.add(connection)
      void connection.closed.then(() => sockets.delete(connection))
      return connection
    },
    { backoff: exponentialBackoff({ initial: 20, max: 300 }), signal: controller.signal },
  )
  const seen = watch(channel)
  let sent = 0
  for (let left = random.below(60); left > 0; left--) {
    channel.sink.add(`${sent++} ${'x'.repeat(random.below(300))}`)
    if (random.below(20) === 0) channel.reconnect()
    await wait(random.below(60))
    if (sockets.size > 1) throw new Error(`There are ${sockets.size} sockets`)
  }
  if (random.below(2) === 0) await within(longestAttempt, 'a connection', channel.ready)
  random.pick(endings)(channel, controller)
  await within(longestEnd, 'the end', seen.ended)
  check(channel, seen)
  if (sockets.size > 0) throw new Error('A socket is left')
  tally.sessions++
  tally.frames += seen.frames().length
  const ending = endingOf(seen)
  tally.endings[ending] = (tally.endings[ending] ?? 0) + 1
}

const endings: readonly [Ending, ...Ending[]] = [
  (channel) => void channel.sink.close(1000),
  (channel) => channel.abort(),
  (_, controller) => controller.abort(),
]

type Ending = (channel: Channel<Frame, Sendable>, controller: AbortController) => void

/** Nothing arrives twice or out of order, though a lost connection may take some with it. */
function check(channel: Parameters<typeof brokenInvariants>[0], seen: Watch): void {
  const broken = brokenInvariants(channel, seen)
  if (broken.length > 0) throw new Error(`Broken: ${broken.join(', ')}`)
  const numbers = seen.frames().map((frame) => Number.parseInt(String(frame), 10))
  for (const [at, number] of numbers.entries()) {
    if (number <= (numbers[at - 1] ?? -1)) throw new Error(`Frame ${number} is not in order`)
  }
}
