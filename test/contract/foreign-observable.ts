import type { Observer } from 'rxjs'

/** Emits to an observer for as long as `isActive`; returns the teardown, which runs once, at the end of the subscription. */
export type Produce<T> = (observer: Observer<T>, isActive: () => boolean) => () => void

/** An Observable of another library, as `addStream` accepts it and as an application subscribes a sink to it. */
export interface ForeignObservable<T> {
  subscribe(observer: Observer<T>): unknown
}

/** Makes an Observable that behaves as those of a library other than RxJS 7. */
export type MakeForeign = <T>(produce: Produce<T>) => ForeignObservable<T>

/** The libraries whose `subscribe` differs from that of RxJS 7. */
export const foreignObservables: Readonly<Record<string, MakeForeign>> = {
  'the platform and RxJS 9': platformObservable,
  'RxJS 6': rxjs6Observable,
}

/**
 * The Observable of the WICG's proposal, native in Chromium 135: `subscribe` returns nothing, a signal unsubscribes, and the
 * functions of an observer are called without `this`.
 */
function platformObservable<T>(produce: Produce<T>): ForeignObservable<T> {
  return {
    subscribe(observer: Observer<T>, options?: { readonly signal?: AbortSignal }) {
      const signal = options?.signal
      if (signal?.aborted) return
      execute(callingOn(undefined, observer), produce, (end) => {
        signal?.addEventListener('abort', end)
      })
    },
  }
}

/** The Observable of RxJS 6, which calls an observer's functions on its own object that inherits from the observer. */
function rxjs6Observable<T>(produce: Produce<T>): ForeignObservable<T> {
  return {
    subscribe(observer: Observer<T>) {
      const context = Object.create(observer) as { unsubscribe: () => void }
      execute(callingOn(context, observer), produce, (end) => {
        context.unsubscribe = end
      })
      return { unsubscribe: context.unsubscribe }
    },
  }
}

/** Reads an observer's functions once and calls them with `context` as their `this`. */
function callingOn<T>(context: unknown, { next, error, complete }: Observer<T>): Observer<T> {
  return {
    next: (value) => Reflect.apply(next, context, [value]),
    error: (problem) => Reflect.apply(error, context, [problem]),
    complete: () => Reflect.apply(complete, context, []),
  }
}

function execute<T>(
  { next, error, complete }: Observer<T>,
  produce: Produce<T>,
  onStart: (end: () => void) => void,
): void {
  let isActive = true
  let teardown = (): void => undefined
  const end = (): void => {
    if (!isActive) return
    isActive = false
    teardown()
  }
  const finish = (signal: () => void): void => {
    if (isActive) signal()
    end()
  }
  onStart(end)
  const observer: Observer<T> = {
    next: (value) => {
      if (isActive) next(value)
    },
    error: (problem) => finish(() => error(problem)),
    complete: () => finish(complete),
  }
  teardown = produce(observer, () => isActive)
  if (!isActive) teardown()
}
