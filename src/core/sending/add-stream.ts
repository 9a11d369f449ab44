import {
  Observable,
  type ObservableInput,
  type ReadableStreamLike,
  type Subscribable,
  type Subscriber,
  type TeardownLogic,
  type Unsubscribable,
} from 'rxjs'
import { markAsHandled } from '../handled.js'

// Milliseconds after which timers and the network get a turn.
const TURN = 8

/** Where a source is poured into. */
export interface SourceTarget<T> {
  /** Takes a value; if it throws, pouring ends with that error. */
  add(value: T): void
  /** Resolves when more is welcome. */
  readonly ready: Promise<void>
}

/**
 * Gives a target all that a source gives: guarantee 19. Observables are subscribed at once, all else is pulled as fast as
 * the target is ready.
 *
 * Resolves with whether the source has completed: not if it was stopped. Rejects with the error of source or target.
 *
 * @param subscriptions Holds what stops it, as long as there is more to come.
 */
export function pullSource<T>(
  source: ObservableInput<T>,
  target: SourceTarget<T>,
  subscriptions: Set<Unsubscribable>,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let end: Subscriber<T> | undefined
    new Observable<T>((subscriber) => {
      end = subscriber
      subscriptions.add(subscriber)
      subscriber.add(() => {
        subscriptions.delete(subscriber)
        resolve(false)
      })
      return start(Object(source) as Source<T>, target, subscriber)
    }).subscribe({
      next(value) {
        try {
          target.add(value)
        } catch (error) {
          end?.error(error)
        }
      },
      error: reject,
      complete() {
        resolve(true)
      },
    })
  })
}

type Source<T> = Partial<
  ArrayLike<T> & AsyncIterable<T> & Iterable<T> & ReadableStreamLike<T> & Subscribable<T>
>

interface Puller<T> {
  next(): IteratorResult<T> | Promise<IteratorResult<T>>
  return?(): unknown
}

function start<T>(
  source: Source<T>,
  target: SourceTarget<T>,
  subscriber: Subscriber<T>,
): TeardownLogic {
  // Observables of other libraries, and of other copies of RxJS.
  const interop = source as Readonly<Record<PropertyKey, (() => Source<T>) | undefined>>
  const observable = interop[Symbol.observable ?? '@@observable']?.() ?? source
  // By the very subscriber, which tells a source that asks, as RxJS's own do, that no more is subscriptions.
  if (observable.subscribe) return observable.subscribe(subscriber)

  let iterator: Puller<T> | undefined
  const pull = async (): Promise<void> => {
    iterator = iterate('then' in source ? [await (source as PromiseLike<T>)] : source)
    let turnEnds = performance.now() + TURN
    for (;;) {
      await target.ready
      // A source that always has more, and a target that always wants more, would let nothing else run.
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
    // As a loop would, it does not give back what has ended or failed by itself.
    .finally(() => (iterator = undefined))
    .then(
      () => {
        subscriber.complete()
      },
      (error: unknown) => {
        subscriber.error(error)
      },
    )
  // Nobody waits for a source that is not subscriptions any more. A generator cannot be ended while it runs, as when it closes the
  // channel itself: it is once it has yielded.
  return () => void markAsHandled(Promise.resolve().then(() => iterator?.return?.()))
}

/** Gives the iterator of what is none of RxJS's own. */
function iterate<T>(source: Source<T>): Puller<T> {
  // Before all else: its own iterator, which Safari has not, cancels a stream only when a read has come to its end.
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
