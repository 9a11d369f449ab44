// How do I come back after a lost connection?
// The server of this program goes away and comes back on the same port; what was added meanwhile is sent then.
import { filter, firstValueFrom } from 'rxjs'
import { reconnecting, WebSocketChannel, type ReconnectStatus } from 'web-socket-channel'
import { startEchoServer } from 'web-socket-channel/testing'

const server = await startEchoServer()
const channel = reconnecting(
  ({ connectTimeout }) => WebSocketChannel.connect(server.url, { connectTimeout }),
  // For a server that you know to be back soon. By default the delay grows, and is random.
  { backoff: () => 300 },
)
channel.statuses.subscribe((status) => console.log(describe(status)))

channel.sink.add('Hello!')
console.log(`received: ${String(await firstValueFrom(channel.stream))}`)

await server.close()
await firstValueFrom(channel.statuses.pipe(filter(({ name }) => name === 'waiting')))
channel.sink.add('Are you back?')
const restarted = await startEchoServer({ port: server.port })
console.log(`received: ${String(await firstValueFrom(channel.stream))}`)

await channel.sink.close(1000)
await restarted.close()

function describe(status: ReconnectStatus): string {
  switch (status.name) {
    case 'connecting':
      return `connecting, attempt ${status.attempt}`
    case 'waiting':
      return `waiting ${status.delay} ms for attempt ${status.attempt}: ${String(status.cause)}`
    case 'closed':
      return `closed with ${status.info.code}`
    case 'open':
    case 'closing':
      return status.name
  }
}
