import { NodeWebSocketChannel } from '../../../src/node.js'

// Opens a channel with a short keep-alive, sleeps, and reports how the channel is some time later.
const [url = '', how = '', milliseconds = '0'] = process.argv.slice(2)
const keepAlive = { interval: 100, timeout: 200 }
const channel = NodeWebSocketChannel.connect(url, { keepAlive })
channel.stream.subscribe({ error: () => undefined })
await channel.ready
console.info('open')
if (how === 'block') {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(milliseconds))
}
setTimeout(
  () => {
    console.info(JSON.stringify({ state: channel.state, closeCode: channel.closeCode ?? null }))
    channel.abort()
  },
  how === 'block' ? 500 : Number(milliseconds) + 500,
)
