import type { Attempt, AttemptSignal } from './options.js'

/** The signal of an attempt. It is made when it is read: in an idle channel it would be the largest object. */
export class AttemptAborter {
  #controller: AbortController | undefined
  // Set once it is aborted.
  #reason: { readonly reason: unknown } | undefined

  /** The type is the platform's, or the part of it that the library uses. */
  get signal(): AttemptSignal {
    this.#controller ??= new AbortController()
    if (this.#reason) this.#controller.abort(this.#reason.reason)
    return this.#controller.signal
  }

  abort(reason: unknown): void {
    this.#reason = { reason }
    this.#controller?.abort(reason)
  }
}

/** What the opener and `onOpen` receive. */
export class AttemptDetails implements Attempt {
  readonly number: number
  readonly error: unknown
  readonly close: Attempt['close']
  readonly connectTimeout: number
  readonly #aborter: AttemptAborter

  constructor(about: Omit<Attempt, 'signal'>, aborter: AttemptAborter) {
    this.number = about.number
    this.error = about.error
    this.close = about.close
    this.connectTimeout = about.connectTimeout
    this.#aborter = aborter
  }

  get signal(): AttemptSignal {
    return this.#aborter.signal
  }
}
