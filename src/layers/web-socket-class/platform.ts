/** What the class needs of the platform. React Native has only some of it. */
interface Platform {
  readonly EventTarget?: new () => EventTargetObject
  readonly Event?: EventClass
  readonly MessageEvent?: EventClass
  /** Not in Node 20. */
  readonly CloseEvent?: EventClass
  readonly Blob?: new (parts: Uint8Array<ArrayBuffer>[]) => object
  readonly DOMException?: new (message: string, name: string) => Error
}

type EventClass = new (type: string, members?: object) => object

/** The part of the platform's `EventTarget` that the class extends. */
export interface EventTargetObject {
  addEventListener(type: string, listener: unknown, options?: unknown): void
  removeEventListener(type: string, listener: unknown, options?: unknown): void
  dispatchEvent(event: object): boolean
}

// Read when they are needed: importing the module must need nothing.
const platform = (): Platform => globalThis

/**
 * The platform's `EventTarget`.
 *
 * @throws {TypeError} If it has none.
 */
export function eventTargetClass(): new () => EventTargetObject {
  const { EventTarget, Event } = platform()
  if (EventTarget && Event) return EventTarget
  throw new TypeError('Cannot make a WebSocket class: this platform has no EventTarget')
}

/** Makes an event of the platform: of `MessageEvent` or `CloseEvent` where there is one, else an `Event` with the same members. */
export function eventOf(type: string, members: object = {}): object {
  const { CloseEvent, Event, MessageEvent } = platform()
  const Class = { close: CloseEvent, message: MessageEvent }[type]
  if (Class) return new Class(type, members)
  const event = Event ? new Event(type) : { type }
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(event, name, { value, enumerable: true })
  }
  return event
}

/** A binary frame as the data of a `message` event. */
export function binaryData(bytes: Uint8Array<ArrayBuffer>, binaryType: string): object {
  const { Blob } = platform()
  if (binaryType === 'blob' && Blob) return new Blob([bytes])
  // A view, if the option `sharedFrames` is set.
  const isWhole = bytes.byteLength === bytes.buffer.byteLength
  return isWhole ? bytes.buffer : bytes.slice().buffer
}

/** The error that the platform's class throws. */
export function domException(message: string, name: string): Error {
  const { DOMException } = platform()
  return DOMException
    ? new DOMException(message, name)
    : Object.assign(new Error(message), { name })
}
