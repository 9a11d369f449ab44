import { Websocket, WebsocketEvent } from 'websocket-ts'
import WebSocket from 'ws'

/** `websocket-ts` over `ws`, which it looks for among the globals. */
export function load() {
  globalThis.WebSocket = WebSocket
  return (url, onFrame) =>
    new Promise((resolve, reject) => {
      const socket = new Websocket(url)
      socket.binaryType = 'arraybuffer'
      socket.addEventListener(WebsocketEvent.message, (_, { data }) => onFrame(data))
      socket.addEventListener(WebsocketEvent.error, (_, { message }) => reject(new Error(message)))
      socket.addEventListener(WebsocketEvent.open, () =>
        resolve({
          send: (data) => socket.send(data),
          buffered: () => socket.bufferedAmount,
          close: () => closed(socket),
        }),
      )
    })
}

function closed(socket) {
  return new Promise((resolve) => {
    socket.addEventListener(WebsocketEvent.close, resolve)
    socket.close()
  })
}
