import type { Unsubscribable } from 'rxjs'
import type { Channel } from '../channel.js'
import { endError } from '../lifecycle/end-errors.js'
import { hasRoom, type Pace, pullSource, type StreamSource } from '../sending/pull-source.js'

/**
 * Sends all values of a source to a channel that is not one of this library, as `addStream` does.
 *
 * @param add Calls `add` of the channel's sink, through layers that encode.
 */
export async function addFromSource<Value>(
  { sink, closed }: Pick<Channel<unknown, never>, 'sink' | 'closed'>,
  source: StreamSource<Value>,
  add: (value: Value) => void,
): Promise<void> {
  const pace: Pace = {
    get isReady() {
      return hasRoom(sink)
    },
    get ready() {
      return sink.ready
    },
  }
  const subscriptions = new Set<Unsubscribable>()
  const ended = closed.then((info) => {
    for (const subscription of subscriptions) subscription.unsubscribe()
    return info
  })
  const isComplete = await pullSource(source, { add, pace }, subscriptions)
  if (!isComplete) throw endError(await ended)
  await sink.ready
}
