import { setTimeout as wait } from 'node:timers/promises'
import type { Frame } from '../../../src/core/frame.js'
import { NodeWebSocketChannel } from '../../../src/node.js'
import type { Random } from '../adversary/random.js'
import { brokenInvariants, errorOf, watch, type Watch } from '../adversary/watch.js'
import { within } from '../adversary/within.js'

/** What all sessions came to. */
export interface SessionTally {
  sessions: number
  frames: number
  readonly endings: Record<string, number>
}

/** Options of the connections. */
export const limits = {
  connectTimeout: 1_000,
  closeTimeout: 500,
  keepAlive: { interval: 300, timeout: 700 },
}
/** Milliseconds until a channel has ended: `closeTimeout` starts again up to 12 times while bytes leave; the rest is for a busy machine. */
export const longestEnd = 12 * limits.closeTimeout + 4_000

/** One connection from its beginning to its end, used and ended as the numbers say. */
export async function playSession(url: string, random: Random, tally: SessionTally): Promise<void> {
  const controller = new AbortController()
  const channel = NodeWebSocketChannel.connect(url, { ...limits, signal: controller.signal })
  const seen = watch(channel)
  const sent: Frame[] = []
  const iterated = random.below(2) === 0 ? iterate(channel, random) : undefined
  for (let left = random.below(40); left > 0 && channel.state !== 'closed'; left -= 1) {
    const frame = makeFrame(random)
    sent.push(frame)
    channel.sink.next(frame)
    if (random.below(2) === 0) await wait(random.below(60))
  }
  random.pick(endings)(channel, controller)
  await within(longestEnd, 'the end', seen.ended)
  await iterated
  check(channel, seen, sent)
  tally.sessions += 1
  tally.frames += seen.frames().length
  const ending = endingOf(seen)
  tally.endings[ending] = (tally.endings[ending] ?? 0) + 1
}

const endings: readonly [Ending, ...Ending[]] = [
  (channel) => void channel.sink.close(1000),
  (channel) => void channel.sink.close(4000, 'over'),
  (channel) => channel.abort(),
  (_, controller) => controller.abort(),
  (channel) => void channel[Symbol.asyncDispose](),
]

type Ending = (channel: NodeWebSocketChannel, controller: AbortController) => void

function makeFrame(random: Random): Frame {
  const size = random.below(10) === 0 ? random.below(100_000) : random.below(300)
  if (random.below(2) === 0) return `${size} ${'€'.repeat(size / 3)}`
  return new Uint8Array(size).fill(random.below(256))
}

async function iterate(channel: NodeWebSocketChannel, random: Random): Promise<void> {
  try {
    for await (const frame of channel.stream) {
      if (frame.length % 20 === 0) return
      await wait(random.below(3))
    }
  } catch {
    // How it ended is checked on the subscription.
  }
}

function check(channel: NodeWebSocketChannel, seen: Watch, sent: readonly Frame[]): void {
  const broken = brokenInvariants(channel, seen)
  if (broken.length > 0) throw new Error(`Broken: ${broken.join(', ')}`)
  for (const [at, frame] of seen.frames().entries()) {
    if (!isSame(frame, sent[at])) throw new Error(`Frame ${at} is not what was sent`)
  }
}

function isSame(one: Frame, other: Frame | undefined): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other
  return other !== undefined && Buffer.compare(one, other) === 0
}

/** The name of the end in the tally. */
export function endingOf(seen: Watch): string {
  const error = errorOf(seen)
  return error instanceof Error ? error.name : 'complete'
}
