import type { ReadableStreamLike } from 'rxjs'
import { markAsHandled } from '../handled.js'

/** A source that is pulled: everything but an Observable. */
export type PulledSource<T> = Partial<
  ArrayLike<T> &
    AsyncIterable<T> &
    Iterable<T> &
    PromiseLike<T> &
    ReadableStreamLike<T> &
    NodeStream
>

/** What `addStream` needs of a readable stream or a `readline` of Node, whose iterators do not end while a read is pending. */
interface NodeStream {
  destroy(): void
  /** A `readline` has no `destroy`. */
  close(): void
  on: unknown
}

/** Iterates over a source. */
export interface SourceIterator<T> {
  next(): IteratorResult<T> | PromiseLike<IteratorResult<T>>
  return?(): unknown
}

/**
 * Returns an iterator over a source.
 *
 * @throws {TypeError} If there is none.
 */
export function iterate<T>(source: PulledSource<T>): SourceIterator<T> {
  // First, because the stream's own iterator cancels it only after a pending read, and Safari has none.
  if (source.getReader) return read(source.getReader())
  const iterator = source[Symbol.asyncIterator]?.() ?? source[Symbol.iterator]?.()
  if (iterator) return iterator
  if ('length' in source && typeof source !== 'function') {
    return Array.from(source as ArrayLike<T>).values()
  }
  throw new TypeError('Cannot add from this source: use an Observable or iterable')
}

/**
 * Releases a source that has not ended, and what is behind it, without waiting for a value that is pending.
 *
 * @param iterator Absent if the source is not being iterated.
 */
export function release<T>(source: PulledSource<T>, iterator?: SourceIterator<T>): void {
  const steps = [
    // The iterator of a Node stream destroys it too, but only when the pending read has ended. That of a `readline` does not.
    () =>
      source[Symbol.asyncIterator] &&
      (source.destroy ? source.destroy() : source.on && source.close?.()),
    () => (iterator ?? (source.getReader && iterate(source)))?.return?.(),
  ]
  // In microtasks, because a generator that is running, for example one that closes the channel, throws if `return` is called.
  // Errors have no effect: the source is not used any more.
  for (const step of steps) void markAsHandled(Promise.resolve().then(step))
}

function read<T>(reader: ReturnType<ReadableStreamLike<T>['getReader']>): SourceIterator<T> {
  return {
    async next() {
      const result = await reader.read()
      if (result.done) reader.releaseLock()
      return result as IteratorResult<T>
    },
    return: () => (reader as ReadableStreamDefaultReader<T>).cancel(),
  }
}
