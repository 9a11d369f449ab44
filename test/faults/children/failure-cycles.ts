import { getEventListeners } from 'node:events'
import { NodeWebSocketChannel } from '../../../src/node.js'
import { openResources, settledHeap } from '../adversary/heap.js'
import { inBatches } from '../adversary/in-batches.js'

// Fails to connect in every way there is, so many times, and reports what is left.
const [url = '', closedPort = '1', count = '0'] = process.argv.slice(2)
const { signal } = new AbortController()

type Attempt = () => NodeWebSocketChannel
const at = (path: string, options = {}): Attempt => {
  return () => NodeWebSocketChannel.connect(`${url}${path}`, { signal, ...options })
}
const attempts: readonly [Attempt, ...Attempt[]] = [
  at('reset'),
  at('fin'),
  at('unauthorized'),
  at('garbage'),
  at('wrong-key'),
  at('half'),
  at('accept', { protocols: ['never-chosen'] }),
  at('silent', { connectTimeout: 5 }),
  () => NodeWebSocketChannel.connect(`ws://127.0.0.1:${closedPort}/`, { signal }),
  () => {
    const channel = at('silent')()
    channel.abort()
    return channel
  },
  () => {
    const channel = at('silent', { closeTimeout: 5 })()
    void channel.sink.close(1000)
    return channel
  },
  () => NodeWebSocketChannel.connect(url, { signal: AbortSignal.abort() }),
]

async function cycle(_: number, index: number): Promise<string> {
  const channel = (attempts[index % attempts.length] ?? attempts[0])()
  channel.sink.next('never sent')
  try {
    await channel.ready
    return 'opened'
  } catch (error) {
    return (error as { phase?: string }).phase ?? (error as Error).name
  }
}

async function cycles(count: number): Promise<Record<string, number>> {
  const kinds: Record<string, number> = {}
  const all = await inBatches(Array.from({ length: count }, Number), 120, cycle)
  for (const kind of all) kinds[kind] = (kinds[kind] ?? 0) + 1
  return kinds
}

await cycles(1_200)
const before = await settledHeap()
const kinds = await cycles(Number(count))
const growth = (await settledHeap()) - before
const listeners = getEventListeners(signal, 'abort').length
console.info(JSON.stringify({ growth, listeners, kinds, resources: openResources() }))
