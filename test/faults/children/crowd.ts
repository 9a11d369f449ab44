import { setTimeout as wait } from 'node:timers/promises'
import { settledHeap, openResources } from '../adversary/heap.js'
import { inBatches } from '../adversary/in-batches.js'
import { now, stallOf } from '../adversary/memory-watch.js'
import { channelMember } from './channel-member.js'
import type { Member } from './member.js'
import { rawMember } from './raw-member.js'

// Opens many connections, lets them be idle, echo and be dropped by the server, and reports how each phase went.
const [kind = '', url = '', count = '0', idle = '0'] = process.argv.slice(2)
const keepAlive = kind === 'keep-alive' && { interval: 500, timeout: 5_000 }
const connect = (): Promise<Member> =>
  kind === 'raw' ? rawMember(url) : channelMember(url, keepAlive)
const stalls: Record<string, number> = {}
const times: Record<string, number> = {}
const work: Record<string, number> = {}

async function phase<T>(name: string, task: () => Promise<T>): Promise<T[]> {
  const before = now()
  const results: T[] = []
  stalls[name] = await stallOf(async () => results.push(await task()))
  const after = now()
  times[name] = Math.round(after.wall - before.wall)
  work[name] = Math.round(after.busy - before.busy)
  return results
}

const some = Array.from({ length: Number(count) }, Number)
// The first ones pay for what all share.
const first = await inBatches(some.slice(0, 50), 50, connect)
const heapBefore = await settledHeap()
const rssBefore = process.memoryUsage().rss
const [members = []] = await phase('connect', () => inBatches(some, 100, connect))
const heap = ((await settledHeap()) - heapBefore) / members.length
const rss = (process.memoryUsage().rss - rssBefore) / members.length
await phase('idle', () => wait(Number(idle)))
const [echoes = []] = await phase('echo', () => Promise.all(members.map((member) => member.echo())))
const endings: Record<string, number> = {}
await phase('drop', async () => {
  for (const ending of members) void ending.ended.then(note)
  first[0]?.ask('drop all')
  await Promise.all(members.map((member) => member.ended))
})
await Promise.all(first.map((member) => member.ended))
const resources = openResources().length
console.info(
  JSON.stringify({ heap, rss, stalls, times, work, echoes: echoes.length, endings, resources }),
)

function note(ending: string): void {
  endings[ending] = (endings[ending] ?? 0) + 1
}
