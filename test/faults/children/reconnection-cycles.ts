import { getEventListeners } from 'node:events'
import { filter, firstValueFrom } from 'rxjs'
import { NodeWebSocketChannel } from '../../../src/node.js'
import { reconnecting } from '../../../src/layers/reconnecting/reconnecting.js'
import { openResources, settledHeap } from '../adversary/heap.js'
import { inBatches } from '../adversary/in-batches.js'

// Reconnects so many times in all, on a hundred channels, and reports what is left of the connections and of the channels.
const [url = '', count = '0'] = process.argv.slice(2)
const { signal } = new AbortController()
const channels = Array.from({ length: 100 }, () =>
  reconnecting((attempt) => NodeWebSocketChannel.connect(url, { signal: attempt.signal }), {
    backoff: () => 0,
    signal,
  }),
)
for (const { stream } of channels) stream.subscribe()

async function cycle(index: number): Promise<void> {
  const channel = channels[index % channels.length]
  if (!channel) return
  const present = await firstValueFrom(channel.connections)
  const next = firstValueFrom(channel.connections.pipe(filter((other) => other !== present)))
  // Half are replaced, half are lost.
  if (index % 2 === 0) channel.reconnect()
  else present.abort()
  const connection = await next
  connection.sink.add('hello')
}

async function cycles(count: number): Promise<void> {
  await inBatches(
    Array.from({ length: count }, (_, index) => index),
    channels.length,
    cycle,
  )
}

await cycles(3_000)
const before = await settledHeap()
await cycles(Number(count))
const growth = (await settledHeap()) - before
for (const channel of channels) channel.abort()
await Promise.all(channels.map(({ closed }) => closed))
const listeners = getEventListeners(signal, 'abort').length
await new Promise((resolve) => setTimeout(resolve))
console.info(JSON.stringify({ growth, listeners, resources: openResources() }))
