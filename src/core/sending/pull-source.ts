import {
  Observable,
  type Observer,
  type ReadableStreamLike,
  type Subscriber,
  type TeardownLogic,
  type Unsubscribable,
} from 'rxjs'
import type { ChannelSink } from '../channel.js'
import { markAsHandled } from '../handled.js'

// Milliseconds after which a source that is always ready lets timers and the network run.
const TURN = 8

/** What `addStream` accepts. */
export type StreamSource<T> = Parameters<ChannelSink<T>['addStream']>[0]

/** What the values of a source are added to. */
export interface SourceTarget<T> {
  /** Accepts a value. If it throws, the source is released and the pull rejects with that error. */
  add(value: T): void
  /** Resolves when the target accepts more. */
  readonly ready: Promise<void>
}

/**
 * Adds all values of a source to a target: guarantee 19. An Observable is subscribed at once; every other source is pulled
 * only as fast as the target is ready.
 *
 * Resolves with `true` when the source has completed, with `false` when it was unsubscribed. Rejects with the error of the
 * source or of the target.
 *
 * @param subscriptions Contains the subscription to the source until the source ends.
 */
export function pullSource<T>(
  source: StreamSource<T>,
  target: SourceTarget<T>,
  subscriptions: Set<Unsubscribable>,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    new Observable<T>((subscriber) => {
      subscriptions.add(subscriber)
      subscriber.add(() => {
        subscriptions.delete(subscriber)
        resolve(false)
      })
      return start(Object(source) as Source<T>, target, addingTo(target, subscriber))
    }).subscribe({
      error: reject,
      complete() {
        resolve(true)
      },
    })
  })
}

/**
 * Makes a subscriber add values to a target, as the observer of any library. RxJS 7 needs the subscriber itself, because a
 * source checks `subscriber.closed` to stop early. The platform's Observable calls an observer's functions without `this`.
 * RxJS 6 calls them on an object that inherits from the observer and has the `unsubscribe` of its own subscription.
 */
function addingTo<T>(target: SourceTarget<T>, subscriber: Subscriber<T>): BoundSubscriber<T> {
  return Object.assign(subscriber, {
    next(this: Partial<Unsubscribable> | undefined, value: T) {
      try {
        if (!subscriber.closed) target.add(value)
      } catch (error) {
        subscriber.error(error)
      }
      if (subscriber.closed) this?.unsubscribe?.()
    },
    error: subscriber.error.bind(subscriber),
    complete: subscriber.complete.bind(subscriber),
  })
}

/** A subscriber whose functions need no `this`. */
type BoundSubscriber<T> = Omit<Subscriber<T>, keyof Observer<T>> & Observer<T>

type Source<T> = Partial<
  ArrayLike<T> & AsyncIterable<T> & Iterable<T> & ReadableStreamLike<T> & SignalSubscribable<T>
>

interface SignalSubscribable<T> {
  subscribe(observer: Observer<T>, options: { readonly signal: AbortSignal }): TeardownLogic
}

interface Puller<T> {
  next(): IteratorResult<T> | Promise<IteratorResult<T>>
  return?(): unknown
}

function start<T>(
  source: Source<T>,
  target: SourceTarget<T>,
  subscriber: BoundSubscriber<T>,
): TeardownLogic {
  const observable = observableOf(source)
  if (observable.subscribe) {
    const controller = new AbortController()
    subscriber.add(() => {
      controller.abort()
    })
    return observable.subscribe(subscriber, { signal: controller.signal })
  }

  let iterator: Puller<T> | undefined
  const pull = async (): Promise<void> => {
    iterator = iterate('then' in source ? [await (source as PromiseLike<T>)] : source)
    let turnEnds = performance.now() + TURN
    for (;;) {
      await target.ready
      // Otherwise a source and a target that are always ready would block the event loop.
      if (performance.now() > turnEnds) {
        await new Promise((resolve) => setTimeout(resolve))
        turnEnds = performance.now() + TURN
      }
      const result = !subscriber.closed && (await iterator.next())
      if (!result || result.done) return
      subscriber.next(result.value)
    }
  }
  pull()
    // Like `for await`, `return` is not called on an iterator that has finished or thrown.
    .finally(() => (iterator = undefined))
    .then(subscriber.complete, subscriber.error)
  // A rejection of `return` has no effect. In a microtask, since a running generator, for example one that closes the
  // channel, throws when `return` is called on it.
  return () => void markAsHandled(Promise.resolve().then(() => iterator?.return?.()))
}

/** Returns the Observable that a source converts to. A library uses the symbol only if it exists when the library is loaded. */
function observableOf<T>(source: Source<T>): Source<T> {
  const interop = source as Readonly<Record<PropertyKey, (() => Source<T>) | undefined>>
  const convert = interop[Symbol.observable ?? '@@observable'] ?? interop['@@observable']
  return convert?.call(source) ?? source
}

/** Returns an iterator over a source that is not an Observable. */
function iterate<T>(source: Source<T>): Puller<T> {
  // First, because the stream's own iterator cancels it only after a pending read, and Safari has none.
  if (source.getReader) return read(source.getReader())
  const iterator = source[Symbol.asyncIterator]?.() ?? source[Symbol.iterator]?.()
  if (iterator) return iterator
  if ('length' in source && typeof source !== 'function') {
    return Array.from(source as ArrayLike<T>).values()
  }
  throw new TypeError('Cannot add from this source: use an Observable or iterable')
}

function read<T>(reader: ReturnType<ReadableStreamLike<T>['getReader']>): Puller<T> {
  return {
    async next() {
      const result = await reader.read()
      if (result.done) reader.releaseLock()
      return result as IteratorResult<T>
    },
    return: () => (reader as ReadableStreamDefaultReader<T>).cancel(),
  }
}
