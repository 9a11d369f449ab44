import { attempt } from '../../core/attempt.js'
import type { Channel } from '../../core/channel.js'
import { isPromiseLike } from '../../core/promise-like.js'

/** Whether what an opener returned is a channel. */
export function isChannel<In, Out>(value: unknown): value is Channel<In, Out> {
  const channel = Object(value) as Partial<Channel<In, Out>>
  const { stream, sink, ready, abort } = channel
  return (
    typeof stream?.[Symbol.asyncIterator] === 'function' &&
    typeof sink?.add === 'function' &&
    isPromiseLike(ready) &&
    // Not read: a channel makes the promise for the first who asks.
    'closed' in channel &&
    typeof abort === 'function'
  )
}

/**
 * Returns what a function of the user's returned, if it is a channel.
 *
 * @param name That of the function.
 * @throws {TypeError} If it is no channel.
 */
export function expectChannel<In, Out>(name: string, value: unknown): Channel<In, Out> {
  if (isChannel<In, Out>(value)) return value
  throw new TypeError(`Cannot use the result of ${name}: it is no channel`)
}

/** Whether an exception of an opener says that it is wrong, and would be again. Its class may be another realm's, or `DOMException`. */
export function isMisuse(error: unknown): boolean {
  const name = attempt(() => (error as Partial<Error> | null)?.name)
  return typeof name === 'string' && /^(Syntax|Type|Range)Error$/.test(name)
}

/** Drops a connection. After its end `abort` would drop what others have not read of it. */
export function dropChannel(channel: Channel<unknown, never>, reason: unknown): void {
  attempt(() => {
    if (channel.state !== 'closed') channel.abort(reason)
  })
}
