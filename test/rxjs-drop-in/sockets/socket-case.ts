import type { WebSocketSubject, WebSocketSubjectConfig } from '../../../src/rxjs.js'
import { ContractBroken, within } from '../../contract/assert.js'
import { freshId } from '../../contract/context.js'
import type { DropIn } from '../drop-in.js'

/** A module, and the class of sockets that it uses. */
export interface SocketStage extends DropIn {
  /** `http://127.0.0.1:port` of the scripted peer. */
  readonly peerUrl: string
  /** The class in `WebSocketCtor`; absent for that of the platform. */
  readonly Ctor?: WebSocketSubjectConfig<unknown>['WebSocketCtor']
  /** The type of binary `data` by default. */
  readonly binary: 'Blob' | 'Buffer'
  /** Whether `close` follows the `error` of a failed opening. With the class of Node 20 and 22 it does not. */
  readonly closesAfterError: boolean
}

/** One behaviour over real sockets. Browsers and other runtimes run it too, so it knows no test framework. */
export interface SocketCase {
  readonly name: string
  readonly run: (play: Play) => Promise<void>
}

/** What a case gets. */
export class Play {
  /** What happened, in order. */
  readonly log: string[] = []
  /** The error of the subscription that ended last. */
  error: unknown
  readonly stage: SocketStage
  readonly #waiting = new Set<() => void>()

  constructor(stage: SocketStage) {
    this.stage = stage
  }

  /** Creates a subject that plays a script of the peer, and writes `open`, `closing` and `closed <code>` into the log. */
  subject<T = unknown>(
    script: string,
    config: Partial<WebSocketSubjectConfig<T>> = {},
  ): WebSocketSubject<T> {
    const { webSocket, peerUrl, Ctor } = this.stage
    const url = new URL(script, peerUrl.replace('http', 'ws'))
    url.searchParams.append('id', freshId())
    return webSocket<T>({
      url: url.href,
      ...(Ctor && { WebSocketCtor: Ctor }),
      openObserver: { next: () => this.note('open') },
      closingObserver: { next: () => this.note('closing') },
      closeObserver: { next: ({ code }) => this.note(`closed ${code}`) },
      ...config,
    })
  }

  /** Subscribes, and writes what comes into the log. */
  observe(source: Pick<WebSocketSubject<unknown>, 'subscribe'>): { unsubscribe(): void } {
    return source.subscribe({
      next: (value) => this.note(JSON.stringify(value)),
      error: (error: unknown) => {
        this.error = error
        this.note('error')
      },
      complete: () => this.note('complete'),
    })
  }

  note(event: string): void {
    this.log.push(event)
    for (const look of this.#waiting) look()
  }

  /** Resolves when the log has an entry that begins so. */
  async until(event: string, milliseconds?: number): Promise<void> {
    const { promise, resolve } = settled()
    const look = (): void => {
      if (this.log.some((entry) => entry.startsWith(event))) resolve()
    }
    this.#waiting.add(look)
    look()
    try {
      await within(promise, `"${event}" after ${this.log.join(', ')}`, milliseconds)
    } finally {
      this.#waiting.delete(look)
    }
  }
}

function settled(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => {
    throw new ContractBroken('Expected a promise to run its executor')
  }
  const promise = new Promise<void>((settle) => (resolve = settle))
  return { promise, resolve }
}
