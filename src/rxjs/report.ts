import { type NextObserver, Observable } from 'rxjs'

/** Reports an error that no caller can catch as RxJS does: to `config.onUnhandledError`, or as an uncaught exception. */
export function report(error: unknown): void {
  new Observable((subscriber) => {
    subscriber.error(error)
  }).subscribe()
}

/** Calls an observer of the configuration. What it throws is reported. */
export function notify<T>(observer: NextObserver<T> | null | undefined, value: T): void {
  try {
    observer?.next(value)
  } catch (error) {
    report(error)
  }
}
