import { shareMessage } from '../adapters/node/fast-path/shared-message.js'
import { expectKnown, expectType } from '../core/arguments/check-options.js'
import type { Channel } from '../core/channel.js'
import { type AnySink, bottomOf } from './bottom-of.js'
import { type Outgoing, OutgoingMessages } from './outgoing-messages.js'

/** Options of {@link broadcast}. */
export interface BroadcastOptions {
  /**
   * Leaves out channels for whose peer more than `highWaterMark` bytes wait: their peers miss the message and do not fall
   * further behind. Channels of others that have no `highWaterMark` are left out above 1 MiB.
   *
   * @default false
   */
  readonly volatile?: boolean | undefined
}

const DEFAULT_HIGH_WATER_MARK = 1_048_576

/**
 * Adds a message to the sink of each channel that is connecting or open. The message is encoded once for all channels with the
 * same codec. Channels of a server without compression also share the bytes of the frame, however many of them wait for their
 * peers; the messages of one tick go out in one write for each.
 *
 * Channels that have ended, are closing or throw are left out, and the others get the message. The order in each channel is that
 * of the calls of `add` and `broadcast`. Binary data may be changed after the call.
 *
 * @param channels The channels, such as `channels` of a server.
 * @param data The message, as for `sink.add`.
 * @param options Whether slow channels are left out.
 * @throws {TypeError} If the message cannot be sent; no channel has received it then.
 * @throws {MessageError} If a codec cannot encode the message; no channel has received it then.
 */
export function broadcast<Out>(
  channels: Iterable<Channel<unknown, Out>>,
  data: NoInfer<Out>,
  options: BroadcastOptions = {},
): void {
  const isLeftOut = isVolatile(options) ? leavesTooMuch : never
  const messages = new OutgoingMessages(data)
  // Two lists and no list of pairs: a thousand short-lived objects cost more than writing to the network.
  const sinks: AnySink[] = []
  const outgoing: Outgoing[] = []
  // A copy, because a channel that ends may leave the set of its server meanwhile.
  for (const channel of [...channels]) {
    const sink = openSink(channel, isLeftOut)
    if (!sink) continue
    outgoing.push(messages.prepare(sink))
    sinks.push(bottomOf(sink))
  }
  sendAll(sinks, outgoing)
}

function isVolatile(options: BroadcastOptions): boolean {
  expectType('options', options, 'object')
  expectKnown(options, 'volatile')
  const { volatile = false } = options
  expectType('volatile', volatile, 'boolean')
  return volatile
}

/** The sink of a channel that takes messages; `undefined` for any other, and for a channel that throws. */
function openSink(
  channel: Channel<unknown, never>,
  isLeftOut: (sink: AnySink) => boolean,
): AnySink | undefined {
  try {
    const { state } = channel
    if (state !== 'open' && state !== 'connecting') return undefined
    const sink = channel.sink as AnySink
    return isLeftOut(sink) ? undefined : sink
  } catch {
    return undefined
  }
}

function never(): boolean {
  return false
}

function leavesTooMuch(sink: AnySink): boolean {
  // Sinks of users may have none.
  const { highWaterMark } = sink as { readonly highWaterMark?: number }
  const limit = highWaterMark ?? DEFAULT_HIGH_WATER_MARK
  if (sink.bufferedAmount <= limit) return false
  // The peer has not had the chance to take what was gathered in this tick.
  bottomOf(sink).writeGathered?.()
  return sink.bufferedAmount > limit
}

function sendAll(sinks: readonly AnySink[], outgoing: readonly Outgoing[]): void {
  const before = shareMessage(undefined)
  try {
    outgoing.forEach(({ message, shared }, index) => {
      shareMessage(shared)
      addQuietly(sinks[index], message)
    })
  } finally {
    shareMessage(before)
  }
}

function addQuietly(sink: AnySink | undefined, message: unknown): void {
  try {
    sink?.add(message)
  } catch {
    // The channel is broken, or has begun to close: the others get the message.
  }
}
