import { webSocketClass, WebSocketChannel } from 'web-socket-channel'
import { BrowserWebSocketChannel } from 'web-socket-channel/browser'

const { signal } = new AbortController()
const url = new URL('wss://echo.example')

export const channel = BrowserWebSocketChannel.connect(url, { signal, WebSocket })
export const adopted = WebSocketChannel.from(new WebSocket(url))

channel.sink.add(new Blob(['Hello!']))
void channel.sink.addStream(new ReadableStream<Uint8Array<ArrayBuffer>>())
channel.stream.subscribe((frame) => URL.createObjectURL(new Blob([frame])))

/** As libraries declare the option. */
export const webSocketImpl: typeof WebSocket = webSocketClass((url, protocols) =>
  WebSocketChannel.connect(url, { protocols }),
)
