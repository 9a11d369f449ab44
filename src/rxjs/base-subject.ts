/* eslint-disable @typescript-eslint/no-deprecated -- what RxJS 7 deprecates is part of the interface of its WebSocketSubject */
import { Observable, type Observer, Subject, type Subscription } from 'rxjs'
import { type PlatformSocket, subjectSettings, type WebSocketSubjectConfig } from './config.js'
import { Connections } from './connections.js'
import { topicOf } from './multiplex.js'

type Subscribe<T> = Subject<T>['subscribe']

/** What the classes of all platforms have in common. */
export class BaseSubject<T> extends Subject<T> {
  /** @deprecated An implementation detail of RxJS: where `next`, `error` and `complete` go, if the constructor was passed it. */
  destination?: Observer<T>
  readonly #connections: Connections<T> | undefined

  /** @internal */
  constructor(
    urlConfigOrSource: string | WebSocketSubjectConfig<T> | Observable<T>,
    destination: Observer<T> | undefined,
    platformSocket: PlatformSocket,
  ) {
    super()
    if (urlConfigOrSource instanceof Observable) {
      this.source = urlConfigOrSource
      if (destination) this.destination = destination
    } else {
      this.#connections = new Connections(subjectSettings(urlConfigOrSource, platformSocket))
    }
  }

  /**
   * Connects with the first subscription. Later ones share the connection until it ends. When the last one has unsubscribed the
   * socket is closed, and what is queued is dropped.
   *
   * @param observerOrNext What is called with each value, or an observer. Without an `error` handler RxJS reports an error as uncaught.
   */
  override subscribe(observerOrNext?: Partial<Observer<T>> | ((value: T) => void)): Subscription
  /**
   * Subscribes with up to three functions.
   *
   * @param handlers Handlers of values, of the error and of the end.
   * @deprecated As in RxJS 7: pass an observer.
   */
  override subscribe(...handlers: Parameters<Subscribe<T>>): Subscription
  override subscribe(...values: unknown[]): Subscription {
    const handlers = values as Parameters<Subscribe<T>>
    if (this.operator) return super.subscribe(...handlers)
    if (this.source) return (this.source as Observable<T>).subscribe(...handlers)
    // A closed subject throws.
    if (this.closed || !this.#connections) return super.subscribe(...handlers)
    return this.#connections.messages.subscribe(...handlers)
  }

  /**
   * Sends a value, or queues it until a connection is open.
   *
   * @param value A value for the serializer.
   * @throws What the serializer throws.
   * @throws {TypeError} If what the serializer returns cannot be sent.
   */
  override next(value: T): void {
    if (this.#connections) this.#connections.next(value)
    // RxJS accepts an observer that lacks some of the three.
    else this.destination?.next?.(value)
  }

  /**
   * Closes the socket with a code, after what is queued.
   *
   * @param error `{ code, reason }`. Without a code the subscribers get a `TypeError`, and the socket is closed without a code.
   * @throws {RangeError} Without `WebSocketCtor`, if the code is not 1000 or 3000-4999, or the reason is over 123 bytes.
   */
  override error(error: unknown): void {
    if (this.#connections) this.#connections.error(error)
    else this.destination?.error?.(error)
  }

  /** Closes the socket without a code, after what is queued. The subscribers wait for its end. */
  override complete(): void {
    if (this.#connections) this.#connections.complete()
    else this.destination?.complete?.()
  }

  /** Closes the socket at once. From then on `subscribe` throws. */
  override unsubscribe(): void {
    this.#connections?.close()
    super.unsubscribe()
  }

  /**
   * Returns the values of one topic. A subscription sends what `subMsg` returns, and its end what `unsubMsg` returns.
   *
   * @param subMsg Returns the value that asks for the topic. It is sent as by `next`.
   * @param unsubMsg Returns the value that ends the topic. It is sent only to the connection that the first one was sent to.
   * @param messageFilter Returns whether a value is of the topic.
   */
  multiplex(
    subMsg: () => unknown,
    unsubMsg: () => unknown,
    messageFilter: (value: T) => boolean,
  ): Observable<T> {
    const connections = this.#connections
    return topicOf({
      source: this,
      ask: () => {
        const question = subMsg() as T
        const send = (): void => {
          this.next(question)
        }
        if (connections) return connections.ticketOf(send)
        send()
        return undefined
      },
      dismiss: (question) => {
        if (question) connections?.takeBack(question)
        if (!question || connections?.isAnswerable(question)) this.next(unsubMsg() as T)
      },
      isOfTopic: messageFilter,
    })
  }
}
