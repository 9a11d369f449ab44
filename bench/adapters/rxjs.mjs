import { webSocket } from 'rxjs/webSocket'
import WebSocket from 'ws'

/** `rxjs/webSocket` over `ws`, without JSON: frames as they are. */
export function load({ binaryType }) {
  return async (url, onFrame) => {
    let onOpen
    let onClose
    const opened = new Promise((resolve) => (onOpen = resolve))
    const closed = new Promise((resolve) => (onClose = resolve))
    const subject = webSocket({
      url,
      binaryType,
      WebSocketCtor: WebSocket,
      serializer: (data) => data,
      deserializer: ({ data }) => data,
      openObserver: { next: onOpen },
      closeObserver: { next: onClose },
    })
    subject.subscribe(onFrame)
    const { target: socket } = await opened
    return {
      send: (data) => subject.next(data),
      buffered: () => socket.bufferedAmount,
      close: () => {
        subject.complete()
        return closed
      },
    }
  }
}
