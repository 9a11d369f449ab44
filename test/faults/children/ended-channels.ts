import { NodeWebSocketChannel } from '../../../src/node.js'

// Ends channels in the way of the argument, and then has nothing more to do: the process has to end by itself.
const [url = '', how = ''] = process.argv.slice(2)
const options = { connectTimeout: 60_000, closeTimeout: 60_000 }
const channels = Array.from({ length: 3 }, () => NodeWebSocketChannel.connect(url, options))

for (const channel of channels) {
  if (how === 'abort-pending') channel.abort()
  else void channel.ready.then(() => end(channel))
}
await Promise.all(channels.map((channel) => channel.closed))
console.info(JSON.stringify({ states: channels.map((channel) => channel.state) }))

async function end(channel: NodeWebSocketChannel): Promise<void> {
  if (how === 'abort') channel.abort()
  if (how === 'close') await channel.sink.close(1000)
  if (how === 'dispose') await channel[Symbol.asyncDispose]()
  if (how === 'remote') channel.sink.add('end')
}
