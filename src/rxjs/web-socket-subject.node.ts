/* eslint-disable @typescript-eslint/no-deprecated -- `lift` is part of the interface of RxJS 7's WebSocketSubject */
import type { Observable, Observer, Operator } from 'rxjs'
import { BaseSubject } from './base-subject.js'
import type { WebSocketSubjectConfig } from './config.js'
import { NodeWebSocket } from './node-web-socket.node.js'

/** The subject that `webSocket` creates, as in `rxjs/webSocket`. Without `WebSocketCtor` it is over `ws`. */
export class WebSocketSubject<T> extends BaseSubject<T> {
  /**
   * @param urlConfigOrSource The address or the configuration; or what `subscribe` subscribes to.
   * @param destination With a source, where `next`, `error` and `complete` go.
   */
  constructor(
    urlConfigOrSource: string | WebSocketSubjectConfig<T> | Observable<T>,
    destination?: Observer<T>,
  ) {
    super(urlConfigOrSource, destination, () => NodeWebSocket)
  }

  /** @deprecated As in RxJS: used by `pipe`. */
  override lift<R>(operator: Operator<T, R>): WebSocketSubject<R> {
    return lift(this, operator)
  }
}

/**
 * Creates a subject that is a WebSocket connection: a subscription connects, `next` sends, and what arrives is emitted.
 *
 * @param urlConfigOrSource The address, or a configuration with it.
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
