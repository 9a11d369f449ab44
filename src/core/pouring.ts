import type { ObservableInput, ReadableStreamLike, Subscribable } from 'rxjs'
import type { Problem } from './close-request.js'
import { unwatched } from './settlement.js'

/** Where a source is poured into. */
export interface PourTarget<T> {
  /** Takes a value; if it throws, pouring ends with that error. */
  add(value: T): void
  /** Resolves when more is welcome. */
  readonly ready: Promise<void>
}

/** One source on its way into a target: guarantee 19. */
export class Pouring<T> {
  readonly #target: PourTarget<T>
  readonly #done: (problem?: Problem) => void
  #isOver = false
  #release: () => void = nothing

  /** @param done Called once, when the source has completed or anything failed, and not after `stop`. */
  constructor(target: PourTarget<T>, done: (problem?: Problem) => void) {
    this.#target = target
    this.#done = done
  }

  /** Observables are subscribed at once, all else is pulled as fast as the target is ready. */
  start(source: ObservableInput<T>): void {
    try {
      const observable = asSubscribable<T>(source)
      if (observable) this.#subscribe(observable)
      else this.#pull(asIterator<T>(source)).catch(this.#fail)
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Takes nothing more: unsubscribes, or gives the iterator back. */
  stop(): void {
    this.#isOver = true
    this.#release()
  }

  #subscribe(observable: Subscribable<T>): void {
    const subscription = observable.subscribe({
      next: (value) => {
        this.#add(value)
      },
      error: this.#fail,
      complete: () => {
        this.#finish()
      },
    })
    this.#release = () => {
      subscription.unsubscribe()
    }
    // A source may end, or end the channel, while it is being subscribed.
    if (this.#isOver) this.#release()
  }

  async #pull(iterator: AnyIterator<T>): Promise<void> {
    this.#release = () => {
      // Nobody waits for a source that is not wanted any more.
      void unwatched((async () => iterator.return?.())())
    }
    for (;;) {
      await this.#target.ready
      if (this.#isOver) return
      const result = await iterator.next()
      if (this.#isOver) return
      if (result.done) break
      this.#add(result.value)
    }
    this.#release = nothing
    this.#finish()
  }

  #add(value: T): void {
    if (this.#isOver) return
    try {
      this.#target.add(value)
    } catch (error) {
      this.#finish({ error })
    }
  }

  // Of the source's own making: as a loop would, it does not give back what has failed.
  readonly #fail = (error: unknown): void => {
    this.#release = nothing
    this.#finish({ error })
  }

  #finish(problem?: Problem): void {
    if (this.#isOver) return
    this.stop()
    this.#done(problem)
  }
}

type AnyIterator<T> = Iterator<T> | AsyncIterator<T>

type Readable = Readonly<Record<PropertyKey, unknown>>

function asSubscribable<T>(source: unknown): Subscribable<T> | undefined {
  const found = Object(source) as Readable
  if (typeof found['subscribe'] === 'function') return source as Subscribable<T>
  // Observables of other libraries, and of other copies of RxJS.
  const interop = found[Symbol.observable ?? '@@observable']
  return typeof interop === 'function' ? (interop.call(source) as Subscribable<T>) : undefined
}

/** Gives the iterator of what is none of RxJS's own, in the order of its `from`. */
function asIterator<T>(source: unknown): AnyIterator<T> {
  const found = Object(source) as Readable & ReadableStreamLike<T>
  for (const key of [Symbol.asyncIterator, Symbol.iterator]) {
    const iterate = found[key]
    if (typeof iterate === 'function') return iterate.call(source) as AnyIterator<T>
  }
  if ('then' in found) return settled(source as PromiseLike<T>)
  if ('getReader' in found) return read(found)
  if ('length' in found && typeof source !== 'function')
    return Array.from(source as ArrayLike<T>).values()
  throw new TypeError(
    'Cannot add a stream of nothing: use an Observable, iterable or ReadableStream',
  )
}

async function* settled<T>(promise: PromiseLike<T>): AsyncGenerator<T> {
  yield await promise
}

/** Reads what Safari does not iterate. */
function read<T>(stream: ReadableStreamLike<T>): AsyncIterator<T> {
  const reader = stream.getReader() as ReadableStreamDefaultReader<T>
  return {
    next: () => reader.read() as Promise<IteratorResult<T>>,
    return: async () => {
      await reader.cancel()
      return { done: true, value: undefined }
    },
  }
}

function nothing(): void {
  // There is nothing to give back.
}
