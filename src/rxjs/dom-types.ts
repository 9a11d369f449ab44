/** The instances of a global class, where the project has types for it: the DOM's, or those of Node. */
type InstanceOf<Name extends string, Otherwise> =
  typeof globalThis extends Readonly<Record<Name, { readonly prototype: infer Instance }>>
    ? Instance
    : Otherwise

interface PlainEvent {
  readonly type: string
}

interface PlainMessageEvent extends PlainEvent {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as in the DOM's types: a deserializer returns it as it is
  readonly data: any
}

interface PlainCloseEvent extends PlainEvent {
  readonly code: number
  readonly reason: string
  readonly wasClean: boolean
}

interface PlainWebSocket {
  readonly readyState: number
  send(data: string | ArrayBuffer | ArrayBufferView): void
  close(code?: number, reason?: string): void
}

interface PlainBlob {
  readonly size: number
  readonly type: string
  slice(start?: number, end?: number, type?: string): PlainBlob
}

/** `Event` of the DOM's types, or the part of it that every platform has. */
export type DomEvent = InstanceOf<'Event', PlainEvent>
/** `MessageEvent` of the DOM's types, or the part of it that every platform has. */
export type DomMessageEvent = InstanceOf<'MessageEvent', PlainMessageEvent>
/** `CloseEvent` of the DOM's types, or the part of it that every platform has. */
export type DomCloseEvent = InstanceOf<'CloseEvent', PlainCloseEvent>
/** `WebSocket` of the DOM's types, or the part of it that every platform has. */
export type DomWebSocket = InstanceOf<'WebSocket', PlainWebSocket>
/** `Blob` of the DOM's types, or the part of it that every platform has. */
export type DomBlob = InstanceOf<'Blob', PlainBlob>
