import { NodeWebSocketChannel } from '../../../src/node.js'
import { inBatches } from '../adversary/in-batches.js'

// Opens many channels, closes all of them on SIGTERM, and reports how long that took and how they ended.
const [url = '', count = '0'] = process.argv.slice(2)
const channels = await inBatches(Array.from({ length: Number(count) }), 100, async () => {
  const channel = NodeWebSocketChannel.connect(url)
  await channel.ready
  return channel
})

process.once('SIGTERM', () => {
  const begin = performance.now()
  void Promise.all(channels.map((channel) => channel.sink.close(1000))).then((all) => {
    const clean = all.filter(({ code, wasClean }) => code === 1000 && wasClean).length
    console.info(JSON.stringify({ clean, took: performance.now() - begin }))
  })
})
console.info('open')
