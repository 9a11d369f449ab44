import { getEventListeners } from 'node:events'
import { firstValueFrom } from 'rxjs'
import { NodeWebSocketChannel } from '../../../src/node.js'
import { openResources, settledHeap } from '../adversary/heap.js'
import { inBatches } from '../adversary/in-batches.js'

// Connects, uses and closes a channel so many times, and reports what is left of them all.
const [url = '', count = '0'] = process.argv.slice(2)
const { signal } = new AbortController()

async function cycle(_: number, index: number): Promise<void> {
  const channel = NodeWebSocketChannel.connect(url, { signal })
  channel.sink.add(`hello ${index}`)
  await firstValueFrom(channel.stream)
  await (index % 10 === 0 ? abort(channel) : channel.sink.close(1000))
}

async function abort(channel: NodeWebSocketChannel): Promise<void> {
  channel.abort()
  await channel.closed
}

async function cycles(count: number): Promise<void> {
  await inBatches(Array.from({ length: count }, Number), 100, cycle)
}

await cycles(1_000)
const before = await settledHeap()
await cycles(Number(count))
const growth = (await settledHeap()) - before
const listeners = getEventListeners(signal, 'abort').length
console.info(JSON.stringify({ growth, listeners, resources: openResources() }))
