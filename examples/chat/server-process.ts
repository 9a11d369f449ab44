import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { MemoryRelay } from './memory-relay.js'
import { servePage } from './page-files.js'
import type { Relay } from './relay.js'
import { serveChat } from './server.js'

// One server process: the page, the chat and `/health` on one port, until SIGTERM.
const { values } = parseArgs({ options: { port: { type: 'string' }, nats: { type: 'string' } } })

const relay = await (values.nats === undefined ? new MemoryRelay() : natsRelay(values.nats))
const http = createServer(servePage)
const chat = serveChat(http, relay)
await once(http.listen(Number(values.port ?? 0), '127.0.0.1'), 'listening')
console.log(`listening on ${(http.address() as AddressInfo).port}`)

// The load balancer sees the port closed and sends nobody; clients are closed with 1001 and come back to another process.
process.once('SIGTERM', () => {
  http.close()
  void chat.close().then(() => relay.close())
})

// Loaded where it is used: its packages are not installed for a chat in memory.
async function natsRelay(servers: string): Promise<Relay> {
  const { NatsRelay } = await import('./nats/nats-relay.js')
  return NatsRelay.connect(servers)
}
