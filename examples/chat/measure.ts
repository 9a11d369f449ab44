import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { filter, firstValueFrom } from 'rxjs'
import { ChatClient } from './client.js'
import { startParts, type Parts } from './parts.js'

const CLIENTS = 1_500
const ROOMS = 30
/** Messages a second, in all rooms together, and for how long. */
const RATE = 100
const SECONDS = 10

/** Measures the chat on this machine (Linux, with nats-server and haproxy), and prints the figures. */
export async function measure(): Promise<void> {
  console.log(`${CLIENTS} clients in ${ROOMS} rooms, all on this machine`)
  await withParts(1, measureOneProcess)
  await withParts(3, measureLosses)
}

async function withParts(servers: number, run: (parts: Parts) => Promise<void>): Promise<void> {
  const parts = await startParts({ port: 0, servers })
  try {
    await run(parts)
  } finally {
    await parts.stop()
  }
}

async function measureOneProcess({ port, servers }: Parts): Promise<void> {
  const pid = servers[0]?.pid ?? 0
  await close(await connect(port, 200))
  const [memory, start] = [residentKiB(pid), performance.now()]
  const clients = await connect(port, CLIENTS)
  const rate = (CLIENTS / (performance.now() - start)) * 1_000
  print('clients that join a room', `${rate.toFixed(0)} a second`)
  print('memory for each', `${((residentKiB(pid) - memory) / CLIENTS).toFixed(0)} KiB`)
  const busy = cpuSeconds(pid)
  const delays = await talk(clients)
  const used = cpuSeconds(pid) - busy
  print('messages', `${RATE} a second, each to ${CLIENTS / ROOMS} clients`)
  print('from `say` to a client', `median ${at(delays, 0.5)} ms, 99 % ${at(delays, 0.99)} ms`)
  print('processor of the process', `${((used / SECONDS) * 100).toFixed(0)} % of a core`)
  print('messages delivered for a second of processor', (delays.length / used).toFixed(0))
  await close(clients)
}

async function measureLosses({ port, servers, proxy }: Parts): Promise<void> {
  const clients = await connect(port, CLIENTS)
  const losses: readonly (readonly [string, () => void])[] = [
    ['a process of three is killed', () => servers[0]?.kill('SIGKILL')],
    ['a process of three closes', () => servers[1]?.kill('SIGTERM')],
    ['haproxy is killed', () => proxy.kill('SIGKILL')],
  ]
  for (const [name, lose] of losses) {
    // Attempts count from 1 again for a connection that has lasted five seconds.
    await wait(6_000)
    const times = await timesBack(clients, lose)
    const most = `at most ${busiest(times)} in 100 ms`
    print(
      name,
      `${times.length} are back within ${at(times, 1)} ms, half of them within ${at(times, 0.5)} ms, ${most}`,
    )
  }
  await close(clients)
}

/** Lets clients lose their connection, and resolves with the milliseconds after which each of them had what it missed. */
async function timesBack(clients: readonly ChatClient[], lose: () => void): Promise<number[]> {
  const lost = new Set<ChatClient>()
  const times: number[] = []
  const start = performance.now()
  const subscriptions = clients.flatMap((client) => [
    client.statuses.subscribe(({ name }) => name === 'waiting' && lost.add(client)),
    client.servers.subscribe((server) => {
      if (server !== '' && lost.delete(client)) times.push(performance.now() - start)
    }),
  ])
  lose()
  do await wait(1_000)
  while (lost.size > 0)
  for (const subscription of subscriptions) subscription.unsubscribe()
  return times.sort((one, other) => one - other)
}

/** Connects clients at once, and resolves when all have joined their room. */
async function connect(port: number, count: number): Promise<ChatClient[]> {
  const clients = Array.from({ length: count }, (_, index) => {
    const url = `ws://127.0.0.1:${port}/chat?name=client-${index}`
    return new ChatClient({ url, rooms: [`room-${index % ROOMS}`] })
  })
  await Promise.all(
    clients.map(({ servers }) => firstValueFrom(servers.pipe(filter((server) => server !== '')))),
  )
  return clients
}

async function close(clients: readonly ChatClient[]): Promise<void> {
  await Promise.all(clients.map((client) => client.close()))
}

/** Lets clients talk, and resolves with the milliseconds that each message took to each client, in order. */
async function talk(clients: readonly ChatClient[]): Promise<number[]> {
  const said = new Map<string, number>()
  const delays: number[] = []
  const start = performance.now()
  const subscriptions = clients.map(({ messages }) =>
    messages.subscribe(({ text }) => delays.push(performance.now() - (said.get(text) ?? 0))),
  )
  for (let count = 0; count < RATE * SECONDS; count++) {
    await wait(start + (count / RATE) * 1_000 - performance.now())
    const text = `Message ${count} of a client that measures how long it takes`
    said.set(text, performance.now())
    clients[count % clients.length]?.say(`room-${count % ROOMS}`, text)
  }
  await wait(1_000)
  for (const subscription of subscriptions) subscription.unsubscribe()
  return delays.sort((one, other) => one - other)
}

/** The value that a share of the sorted values does not exceed. */
function at(sorted: readonly number[], share: number): string {
  return (sorted[Math.ceil(sorted.length * share) - 1] ?? 0).toFixed(0)
}

/** The most of the sorted times that lie within 100 ms. */
function busiest(sorted: readonly number[]): number {
  const counts = sorted.map(
    (time, index) => sorted.slice(index).filter((other) => other < time + 100).length,
  )
  return Math.max(0, ...counts)
}

function residentKiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}

function cpuSeconds(pid: number): number {
  const [user, system] =
    readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11) ?? []
  // Linux counts in hundredths of a second.
  return (Number(user) + Number(system)) / 100
}

function print(what: string, figure: string): void {
  console.log(`${what}: ${figure}`)
}
