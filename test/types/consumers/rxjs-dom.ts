import { Subject } from 'rxjs'
import { webSocket } from 'web-socket-channel/rxjs'

// With DOM types, with `rxjs/webSocket` too: the types of the events and of the class are the DOM's.

const opened = new Subject<Event>()
const closed = new Subject<CloseEvent>()

class Named extends WebSocket {
  readonly title = 'named'
}

function read(event: MessageEvent<string>): number {
  return event.data.length + event.origin.length
}

export const subject = webSocket<number>({
  url: 'wss://echo.example',
  deserializer: read,
  serializer: (value) => new Blob([String(value)]),
  openObserver: opened,
  closeObserver: closed,
  WebSocketCtor: Named,
})
webSocket<number>({
  url: '',
  WebSocketCtor: WebSocket,
  deserializer: (event) => event.ports.length,
})
// @ts-expect-error -- an observer of other events
webSocket({ url: '', closeObserver: { next: (event: MessageEvent) => event.origin } })
