import {
  Observable,
  type Observer,
  type Subscriber,
  type TeardownLogic,
  type Unsubscribable,
} from 'rxjs'
import type { ChannelSink } from '../channel.js'
import { isPromiseLike } from '../promise-like.js'
import { nextTask } from './next-task.js'
import { iterate, type PulledSource, release, type SourceIterator } from './source-iterator.js'

// Milliseconds after which a source that is always ready lets timers and the network run.
const TURN = 8

// V8 discards optimized code when a garbage collection finds no object of a shape that the code reads. This one stays between
// two calls of `addStream`, for the code of `addAll`.
let retainedSubscriber: unknown

/** What `addStream` accepts. */
export type StreamSource<T> = Parameters<ChannelSink<T>['addStream']>[0]

/** What the values of a source are added to. */
export interface SourceTarget<T> {
  /** Accepts a value. If it throws, the source is released and the pull rejects with that error. */
  add(value: T): void
  readonly pace: Pace
}

/** Whether a sink accepts more, as its `ready` says. */
export function hasRoom(
  sink: Pick<ChannelSink<never>, 'bufferedAmount' | 'highWaterMark'>,
): boolean {
  const amount = sink.bufferedAmount
  return amount < sink.highWaterMark || amount === 0
}

/** The pace at which a target accepts values. */
export interface Pace {
  /** Whether the target accepts more now. */
  readonly isReady: boolean
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
  retainedSubscriber ??= idleSubscriber()
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
 * RxJS 6 calls them on an object that inherits from the observer and has its own `unsubscribe`, that of its subscription.
 */
function addingTo<T>(
  target: Pick<SourceTarget<T>, 'add'>,
  subscriber: Subscriber<T>,
): BoundSubscriber<T> {
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

function idleSubscriber(): unknown {
  let bound: unknown
  new Observable<never>((subscriber) => {
    bound = addingTo({ add: () => undefined }, subscriber)
  }).subscribe()
  return bound
}

/** A subscriber whose functions need no `this`. */
type BoundSubscriber<T> = Omit<Subscriber<T>, keyof Observer<T>> & Observer<T>

type Source<T> = PulledSource<T> & Partial<SignalSubscribable<T>>

interface SignalSubscribable<T> {
  subscribe(observer: Observer<T>, options: { readonly signal: AbortSignal }): TeardownLogic
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

  let iterator: SourceIterator<T> | undefined
  const pull = async (): Promise<void> => {
    iterator = iterate('then' in source ? [await (source as PromiseLike<T>)] : source)
    await addAll(iterator, target, subscriber)
  }
  pull()
    // Like `for await`, `return` is not called on an iterator that has finished or thrown.
    .finally(() => (iterator = undefined))
    .then(subscriber.complete, subscriber.error)
  return () => {
    if (iterator) release(source, iterator)
  }
}

/** Adds the values of an iterator as fast as the target is ready, until either of them has ended. */
async function addAll<T>(
  iterator: SourceIterator<T>,
  { pace }: SourceTarget<T>,
  subscriber: BoundSubscriber<T>,
): Promise<void> {
  await Promise.resolve()
  let turnEnds = performance.now() + TURN
  for (;;) {
    if (!pace.isReady) await pace.ready
    // Otherwise a source and a target that are always ready would block the event loop.
    if (performance.now() > turnEnds) {
      await nextTask()
      turnEnds = performance.now() + TURN
    }
    if (subscriber.closed) return
    const next = iterator.next()
    // A promise that is not awaited saves most of the time that a value of a generator takes.
    const result = isPromiseLike(next) ? await next : next
    if (Object(result) !== result) {
      throw new TypeError(`Cannot add from this source: its next() returned ${typeof result}`)
    }
    if (result.done) return
    subscriber.next(result.value)
  }
}

/** Returns the Observable that a source converts to. A library uses the symbol only if it exists when the library is loaded. */
function observableOf<T>(source: Source<T>): Source<T> {
  const interop = source as Readonly<Record<PropertyKey, (() => Source<T>) | undefined>>
  const convert = interop[Symbol.observable ?? '@@observable'] ?? interop['@@observable']
  return convert?.call(source) ?? source
}
