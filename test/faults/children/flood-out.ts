import { setImmediate as turn } from 'node:timers/promises'
import { NodeWebSocketChannel } from '../../../src/node.js'
import { openResources, settledHeap } from '../adversary/heap.js'
import { costOf } from '../adversary/memory-watch.js'

// Adds very much for a peer that does not read, and reports what that cost: by `addStream`, by `add` after `sink.ready`,
// or by `add` without waiting.
const [url = '', how = '', count = '0'] = process.argv.slice(2)
const channel = NodeWebSocketChannel.connect(url, { closeTimeout: 500, keepAlive: false })
await channel.ready
await settledHeap()
let most = 0

async function add(): Promise<void> {
  if (how === 'pouring') await channel.sink.addStream(chunks())
  else await addOneByOne()
}

async function addOneByOne(): Promise<void> {
  for (let sent = 0; sent < Number(count); sent += 1) {
    if (how === 'heeding') await channel.sink.ready
    else if (sent % 16 === 0) await turn()
    channel.sink.add(new Uint8Array(65_536))
    most = Math.max(most, channel.sink.bufferedAmount)
  }
}

function* chunks(): Generator<Uint8Array> {
  for (let sent = 0; sent < Number(count); sent += 1) {
    yield new Uint8Array(65_536)
    most = Math.max(most, channel.sink.bufferedAmount)
  }
}

const cost = await costOf(add)
const begin = performance.now()
// Unless the mode is `heedless`, the peer reads again, and the program waits for that.
const info = await (how === 'heedless' ? channel.sink.close(1000) : finish())
const took = performance.now() - begin
await settledHeap()
const { arrayBuffers } = process.memoryUsage()
console.info(
  JSON.stringify({ ...cost, most, info, took, arrayBuffers, resources: openResources() }),
)

async function finish(): Promise<unknown> {
  await channel.sink.addStream([])
  channel.abort()
  return channel.closed
}
