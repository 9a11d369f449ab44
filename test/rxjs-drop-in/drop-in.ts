import type { Subscribable } from 'rxjs'
import type * as entry from '../../src/rxjs.js'
import type { WebSocketSubject, WebSocketSubjectConfig } from '../../src/rxjs.js'
import type { MockSockets } from './mock-sockets.js'

/** The module under test: `rxjs/webSocket` itself, or the one that replaces it. */
export type DropIn = Pick<typeof entry, 'webSocket' | 'WebSocketSubject'>

/** What a case gets. */
export interface Stage extends DropIn {
  /** The sockets that the case drives by hand. */
  readonly mocks: MockSockets
  /** What happened, in order. */
  readonly log: string[]
  /** Creates a subject over the mocks. */
  readonly subject: <T = unknown>(
    config?: Partial<WebSocketSubjectConfig<T>>,
  ) => WebSocketSubject<T>
  /** Subscribes, and writes what comes into the log, after the name: `a 1`, `a error`, `a complete`. */
  readonly observe: <T>(source: Subscribable<T>, name?: string) => Watch
  /** Advances the clock by milliseconds. */
  readonly advance: (milliseconds: number) => void
  /** Returns the errors that were reported as unhandled, and forgets them. */
  readonly reported: () => unknown[]
}

/** A subscription. */
export interface Watch {
  /** What it errored with. */
  readonly error: unknown
  readonly unsubscribe: () => void
}

/** One behaviour. */
export interface DropInCase {
  /** A sentence. */
  readonly name: string
  readonly run: (stage: Stage) => void | Promise<void>
}

/** A sentence of the contract that holds for both modules, with its cases. */
export interface Identical {
  /** As on the page docs/from-rxjs.md. */
  readonly sentence: string
  readonly cases: readonly DropInCase[]
}

/** What the drop-in does in another way than RxJS. Each of the cases fails with `rxjs/webSocket`. */
export interface Mend {
  /** As in the table of docs/from-rxjs.md. */
  readonly title: string
  readonly cases: readonly DropInCase[]
}
