/** Anything with the interface of the WHATWG `WebSocket`, made by a function. */
export function openEventTarget(connect) {
  return (url, onFrame) =>
    new Promise((resolve, reject) => {
      const socket = connect(url)
      socket.binaryType = 'arraybuffer'
      socket.onmessage = ({ data }) => onFrame(data)
      socket.onerror = reject
      socket.onopen = () =>
        resolve({
          send: (data) => socket.send(data),
          buffered: () => socket.bufferedAmount,
          close: () => closed(socket),
        })
    })
}

function closed(socket) {
  return new Promise((resolve) => {
    socket.onerror = null
    socket.onclose = resolve
    socket.close()
  })
}
