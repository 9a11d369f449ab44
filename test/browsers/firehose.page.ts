import { BrowserWebSocketChannel } from 'web-socket-channel/browser'
import { WebSocketStreamChannel } from 'web-socket-channel/websocket-stream'

// Runs in a page: takes what the server sends with a slow `for await`, about 50 MB a second. The test awaits `bytes`.

const Channel =
  location.hash === '#WebSocketStream' ? WebSocketStreamChannel : BrowserWebSocketChannel

async function takeAll(): Promise<number> {
  const channel = Channel.connect('/', { maxHeldBytes: Infinity })
  let [bytes, frames] = [0, 0]
  for await (const frame of channel.stream) {
    bytes += frame.length
    frames += 1
    if (frames % 4 === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return bytes
}

Object.assign(globalThis, { bytes: takeAll() })
