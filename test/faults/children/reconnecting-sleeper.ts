import { NodeWebSocketChannel } from '../../../src/node.js'
import { reconnecting } from '../../../src/layers/reconnecting/reconnecting.js'

// Opens a reconnecting channel with a short keep-alive, is stopped, and reports a second later what became of it.
const [url = ''] = process.argv.slice(2)
const keepAlive = { interval: 100, timeout: 200 }
let attempts = 0
const channel = reconnecting(
  () => {
    attempts++
    return NodeWebSocketChannel.connect(url, { keepAlive })
  },
  { backoff: () => 50 },
)
channel.stream.subscribe({ error: () => undefined })
await channel.ready
let last = performance.now()
const beat = setInterval(() => {
  const gap = performance.now() - last
  last += gap
  if (gap > 1_000) setTimeout(report, 1_000)
}, 20)
console.info('open')

function report(): void {
  clearInterval(beat)
  console.info(JSON.stringify({ status: channel.status.name, attempts }))
  channel.abort()
}
