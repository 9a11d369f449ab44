import { BrowserWebSocketChannel } from 'web-socket-channel/browser'
import { WebSocketStreamChannel } from 'web-socket-channel/websocket-stream'

// Runs in a page: reads what the server sends as `for await` does, and goes on only when the test calls `take`.

const Channel =
  location.hash === '#WebSocketStream' ? WebSocketStreamChannel : BrowserWebSocketChannel

const channel = Channel.connect('/', { maxHeldBytes: Infinity })
const frames = channel.stream[Symbol.asyncIterator]()
// The first call subscribes: what arrives before that is held without a pause.
let next = frames.next()
let bytes = 0

/** Takes the next frames, or what there is up to the end. Resolves with all bytes that were taken so far. */
async function take(count: number): Promise<number> {
  for (let taken = 0; taken < count; taken += 1) {
    const result = await next
    if (result.done) break
    bytes += result.value.length
    next = frames.next()
  }
  return bytes
}

Object.assign(globalThis, { take })
