import { Subscription, type Observable } from 'rxjs'

/** How a snapshot stands to its stream: there is none, nothing came yet, something came, it ended. */
export type ConnectionState = 'none' | 'waiting' | 'active' | 'done'

/** What is known of a stream at one moment: Flutter's `AsyncSnapshot`. */
export interface AsyncSnapshot<Data> {
  readonly connectionState: ConnectionState
  /** What came last, or the initial data; `undefined` after an error. */
  readonly data: Data | undefined
  /** Whether `data` is neither `undefined` nor `null`. */
  readonly hasData: boolean
  /** What the stream failed with. */
  readonly error: unknown
  /** Whether the stream failed, whatever with. */
  readonly hasError: boolean
}

export interface StreamBuilderOptions<Data> {
  /** The stream to show; with `undefined` there is one snapshot, whose state is `'none'`. */
  readonly stream: Observable<Data> | undefined
  /** Makes what to show of a snapshot. It is called at once, then for whatever the stream does. */
  readonly builder: (snapshot: AsyncSnapshot<Data>) => Node | string
  /** Where to show it; what it contained is replaced. */
  readonly element: Pick<ParentNode, 'replaceChildren'>
  /** Data of the first snapshot. None by default. */
  readonly initialData?: Data
}

/** Shows in an element what comes out of a stream: Flutter's `StreamBuilder` for the DOM. */
export class StreamBuilder<Data> {
  readonly #builder: StreamBuilderOptions<Data>['builder']
  readonly #element: StreamBuilderOptions<Data>['element']
  readonly #subscription = new Subscription()
  #snapshot: AsyncSnapshot<Data>

  constructor({ stream, builder, element, initialData }: StreamBuilderOptions<Data>) {
    this.#builder = builder
    this.#element = element
    this.#snapshot = withData(stream ? 'waiting' : 'none', initialData)
    this.#build()
    this.#subscription.add(
      stream?.subscribe({
        next: (data) => this.#show(withData('active', data)),
        error: (error: unknown) => this.#show(withError(error)),
        complete: () => this.#show({ ...this.#snapshot, connectionState: 'done' }),
      }),
    )
  }

  /** Leaves the stream; what the element shows stays. */
  dispose(): void {
    this.#subscription.unsubscribe()
  }

  #show(snapshot: AsyncSnapshot<Data>): void {
    this.#snapshot = snapshot
    this.#build()
  }

  #build(): void {
    this.#element.replaceChildren(this.#builder(this.#snapshot))
  }
}

function withData<Data>(
  connectionState: ConnectionState,
  data: Data | undefined,
): AsyncSnapshot<Data> {
  const hasData = data !== undefined && data !== null
  return { connectionState, data, hasData, error: undefined, hasError: false }
}

// In RxJS an error is the end of a stream; Flutter shows the same snapshot when 'done' follows the error.
function withError(error: unknown): AsyncSnapshot<never> {
  return { connectionState: 'done', data: undefined, hasData: false, error, hasError: true }
}
