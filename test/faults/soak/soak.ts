import { parseArgs } from 'node:util'
import { openResources, settledHeap } from '../adversary/heap.js'
import { startEchoServer } from '../adversary/echo-server.js'
import { startProxy } from '../adversary/proxy.js'
import { seeded } from '../adversary/random.js'
import { within } from '../adversary/within.js'
import { hurtNow } from './hurt.js'
import { playReconnectingSession } from './reconnecting-session.js'
import { playSession, type SessionTally } from './session.js'

// Many channels live and die behind a proxy that hurts them; all guarantees hold meanwhile. With --reconnecting they come back.
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    channels: { type: 'string', default: '20' },
    reconnecting: { type: 'boolean', default: false },
  },
})
const minutes = Number(values.minutes)
const seed = Number(values.seed)
const play = values.reconnecting ? playReconnectingSession : playSession
console.info(`soak: ${minutes} minutes, --seed ${seed}`)

for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => fail(`${event}: ${stackOf(error)}`))
}

const echo = await startEchoServer()
const proxy = await startProxy(Number(new URL(echo.url).port))
const begin = performance.now()
const isOver = (): boolean => performance.now() - begin > minutes * 60_000
const tally: SessionTally = { sessions: 0, frames: 0, endings: {} }

const random = seeded(seed)
const faults = setInterval(() => hurtNow(proxy, random), 200)
const report = setInterval(() => {
  const { sessions, frames } = tally
  const heap = (process.memoryUsage().heapUsed / 2 ** 20).toFixed(0)
  console.info(`soak: ${sessions} sessions, ${frames} frames, heap ${heap} MiB`)
}, 10_000)

await runUntil(() => performance.now() - begin > minutes * 15_000)
const heapAfterWarmUp = await settledHeap()
await runUntil(isOver)
clearInterval(faults)
clearInterval(report)
await proxy.close()
await within(5_000, 'the server to end', echo.close())
const growth = (await settledHeap()) - heapAfterWarmUp
console.info(`soak: done, heap grew by ${(growth / 1024).toFixed(0)} KiB`, tally)
if (growth > 4 * 2 ** 20) fail(`The heap grew by ${growth} bytes`)
const left = openResources()
if (left.length > 0) fail(`Left open: ${left.join(', ')}`)

async function runUntil(isOver: () => boolean): Promise<void> {
  const workers = Array.from({ length: Number(values.channels) }, async (_, index) => {
    for (let round = 0; !isOver(); round += 1) {
      const sessionSeed = seed * 1_000_003 + index * 10_007 + tally.sessions + round
      try {
        await play(proxy.url, seeded(sessionSeed), tally)
      } catch (error) {
        fail(`Session ${sessionSeed}: ${stackOf(error)}`)
      }
    }
  })
  await Promise.all(workers)
}

function fail(message: string): never {
  console.error(`soak: FAILED with --seed ${seed}\n${message}`)
  process.exit(1)
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
