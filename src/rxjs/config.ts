import type { NextObserver } from 'rxjs'
import type { DomCloseEvent, DomEvent, DomMessageEvent, DomWebSocket } from './dom-types.js'
import type { SubjectSocketConstructor } from './subject-socket.js'
import type { WebSocketMessage } from './web-socket-message.js'

/** The configuration of a `WebSocketSubject`. A property that is `undefined` has its default. */
export interface WebSocketSubjectConfig<T> {
  /** The address to connect to. */
  url: string
  /** The subprotocol or subprotocols to offer. None by default. */
  protocol?: string | string[] | undefined
  /** @deprecated Ignored, as in RxJS 7. Use {@link deserializer}. */
  resultSelector?: ((event: DomMessageEvent) => T) | undefined
  /**
   * Makes a message of a value. It is called inside `next`, which throws what it throws.
   *
   * @default JSON.stringify
   */
  serializer?: ((value: T) => WebSocketMessage) | undefined
  /**
   * Makes a value of a `message` event. What it throws is an error of the subject, and ends the connection.
   *
   * @default (event) => JSON.parse(event.data)
   */
  deserializer?: ((event: DomMessageEvent) => T) | undefined
  /** Its `next` is called with the event when a connection opens, before anything is sent. None by default. */
  openObserver?: NextObserver<DomEvent> | undefined
  /** Its `next` is called with the event when a connection closes, however it ended. None by default. */
  closeObserver?: NextObserver<DomCloseEvent> | undefined
  /** Its `next` is called before `complete` or `error` close a connection. None by default. */
  closingObserver?: NextObserver<void> | undefined
  /** The class of the sockets. By default the platform's `WebSocket`, read when the subject is created; on Node one over `ws`. */
  WebSocketCtor?: (new (url: string, protocols?: string | string[]) => DomWebSocket) | undefined
  /** The type of binary `data` in `message` events. By default that of the class, a `Blob` without {@link WebSocketCtor}. */
  binaryType?: 'blob' | 'arraybuffer' | undefined
}

/** The configuration with its defaults. */
export interface SubjectSettings<T> extends WebSocketSubjectConfig<T> {
  readonly serializer: (value: T) => WebSocketMessage
  readonly deserializer: (event: DomMessageEvent) => T
  /** The class of the sockets. */
  readonly Socket: SubjectSocketConstructor
}

/** Returns the platform's own class, or `undefined` if there is none. */
export type PlatformSocket = () => SubjectSocketConstructor | undefined

/**
 * Copies the configuration, with its defaults.
 *
 * @throws {Error} If there is no class of sockets.
 */
export function subjectSettings<T>(
  given: string | WebSocketSubjectConfig<T>,
  platformSocket: PlatformSocket,
): SubjectSettings<T> {
  const config = typeof given === 'string' ? { url: given } : definedProperties(given)
  const Socket = (config.WebSocketCtor as SubjectSocketConstructor | undefined) ?? platformSocket()
  if (!Socket) {
    throw new Error('Cannot connect without a WebSocket on this platform: use WebSocketCtor')
  }
  const defaults = { url: '', serializer, deserializer: deserializer as () => T }
  return { ...defaults, ...config, Socket }
}

/** Own properties only, as in RxJS. */
function definedProperties<T>(given: WebSocketSubjectConfig<T>): Partial<SubjectSettings<T>> {
  const entries = Object.entries(given) as [string, unknown][]
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function serializer(value: unknown): string {
  return JSON.stringify(value)
}

function deserializer({ data }: { readonly data: string }): unknown {
  return JSON.parse(data)
}
