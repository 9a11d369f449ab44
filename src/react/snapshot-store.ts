import type { Observable } from 'rxjs'
import { inMicrotask } from '../core/microtask.js'
import { type AsyncSnapshot, inState, withData, withError } from '../layers/async-snapshot.js'
import { PacedRenders } from './paced-renders.js'

// React stops after 50 nested updates, and does not count those of a microtask, so they are counted here.
const MOST_REPLACEMENTS = 50

/** The snapshot of a component's stream, which may be another one in each render: the state of Flutter's `StreamBuilder`. */
export class SnapshotStore<T> {
  #snapshot: AsyncSnapshot<T>
  /** The stream that the snapshot is of. */
  #stream: Observable<T> | undefined
  /** What a stream shows before it is subscribed; kept, because React compares snapshots by identity. */
  #upcoming: { readonly from: AsyncSnapshot<T>; readonly snapshot: AsyncSnapshot<T> } | undefined
  #changed: (() => void) | undefined
  readonly #renders = new PacedRenders(() => this.#changed?.())
  /** The stream of the last render. */
  #rendered: Observable<T> | undefined
  /** How many streams in a row replaced the one before and emitted at once. */
  #replacements = 0

  constructor(initialData: T | undefined) {
    this.#snapshot = withData('none', initialData)
  }

  /** Called in each render. One that has the same stream as the last ends a row of replacements. */
  rendering(stream: Observable<T> | undefined): void {
    if (stream === this.#rendered) this.#replacements = 0
    this.#rendered = stream
  }

  /** Returns what to show of a stream. One that is not subscribed yet shows the data, or the error, of the stream before it. */
  snapshotOf(stream: Observable<T> | undefined): AsyncSnapshot<T> {
    return stream === this.#stream ? this.#snapshot : this.#upcomingOf(stream)
  }

  /**
   * Subscribes to a stream, and calls `changed` when the snapshot is another one. Returns a function that unsubscribes.
   *
   * @throws {Error} If the component makes a stream in each render that emits at once, and so would be rendered endlessly.
   */
  subscribe(stream: Observable<T> | undefined, changed: () => void): () => void {
    if (this.#replacements > MOST_REPLACEMENTS) {
      throw new Error('Cannot use another stream in each render: memoise it with useMemo')
    }
    this.#snapshot = this.#upcomingOf(stream)
    this.#upcoming = undefined
    this.#stream = stream
    this.#changed = changed
    const subscription = stream && this.#show(stream)
    return () => {
      subscription?.unsubscribe()
      this.#changed = undefined
      this.#renders.stop()
    }
  }

  /** Called at the end of each render. */
  rendered(): void {
    this.#renders.rendered()
  }

  #show(stream: Observable<T>): { unsubscribe(): void } {
    let [isAtOnce, isFirst] = [true, true]
    // A channel that has ended emits that in a microtask.
    inMicrotask(() => {
      inMicrotask(() => (isAtOnce = false))
    })
    const show = (snapshot: AsyncSnapshot<T>): void => {
      if (isFirst) this.#replacements = isAtOnce ? this.#replacements + 1 : 0
      isFirst = false
      this.#snapshot = snapshot
      this.#renders.request()
    }
    return stream.subscribe({
      next: (value) => show(withData('active', value)),
      error: (error: unknown) => show(withError(error)),
      complete: () => show(inState(this.#snapshot, 'done')),
    })
  }

  #upcomingOf(stream: Observable<T> | undefined): AsyncSnapshot<T> {
    const state = stream ? 'waiting' : 'none'
    const upcoming = this.#upcoming
    if (upcoming?.from === this.#snapshot && upcoming.snapshot.connectionState === state) {
      return upcoming.snapshot
    }
    const snapshot = inState(this.#snapshot, state)
    this.#upcoming = { from: this.#snapshot, snapshot }
    return snapshot
  }
}
