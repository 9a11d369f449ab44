/* eslint-disable @typescript-eslint/no-deprecated -- `lift` is part of the interface of RxJS 7's WebSocketSubject */
import type { Observable, Observer, Operator } from 'rxjs'
import { globalWebSocket } from '../adapters/whatwg/global.js'
import { BaseSubject } from './base-subject.js'
import type { PlatformSocket, WebSocketSubjectConfig } from './config.js'

/** The subject that `webSocket` creates, as in `rxjs/webSocket`. */
export class WebSocketSubject<T> extends BaseSubject<T> {
  /**
   * Creates a subject. It connects when it is subscribed to.
   *
   * @param urlConfigOrSource The address or the configuration; or what `subscribe` subscribes to.
   * @param destination With a source, where `next`, `error` and `complete` go.
   * @throws {Error} If the platform has no `WebSocket` and the configuration no `WebSocketCtor`.
   */
  constructor(
    urlConfigOrSource: string | WebSocketSubjectConfig<T> | Observable<T>,
    destination?: Observer<T>,
  ) {
    super(urlConfigOrSource, destination, globalWebSocket as PlatformSocket)
  }

  /**
   * Returns a subject whose values are those of this one after an operator.
   *
   * @param operator The operator.
   * @deprecated As in RxJS: used by `pipe`.
   */
  override lift<R>(operator: Operator<T, R>): WebSocketSubject<R> {
    return lift(this, operator)
  }
}

/**
 * Creates a subject that is a WebSocket connection: a subscription connects, `next` sends, and what arrives is emitted.
 *
 * @param urlConfigOrSource The address, or a configuration with it.
 * @throws {Error} If the platform has no `WebSocket` and the configuration no `WebSocketCtor`.
 * @example
 * ```ts
 * import { webSocket } from 'web-socket-channel/rxjs'
 *
 * const subject = webSocket<string>('wss://echo.example')
 * subject.subscribe({
 *   next: (message) => console.log(message),
 *   error: (error) => console.error(error.message),
 * })
 * subject.next('Hello!')
 * ```
 */
export function webSocket<T>(
  urlConfigOrSource: string | WebSocketSubjectConfig<T>,
): WebSocketSubject<T> {
  return new WebSocketSubject<T>(urlConfigOrSource)
}

// Outside of the class: esbuild renames a class that refers to itself.
function lift<T, R>(source: WebSocketSubject<T>, operator: Operator<T, R>): WebSocketSubject<R> {
  const subject = new WebSocketSubject<R>(source as unknown as Observable<R>)
  subject.operator = operator
  return subject
}
