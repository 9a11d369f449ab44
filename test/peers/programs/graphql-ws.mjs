// The client of graphql-ws over webSocketClass, through a restart of its server: over plain channels, where the client connects
// anew, and over a reconnecting channel, where its one socket stays open. Prints what it finds as JSON.
import { EventEmitter, once } from 'node:events'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { buildSchema } from 'graphql'
import { createClient } from 'graphql-ws'
import { useServer } from 'graphql-ws/use/ws'
import { firstValueFrom } from 'rxjs'
import { reconnecting, webSocketClass, WebSocketChannel } from 'web-socket-channel'
import { WebSocketServer } from 'ws'

const schema = buildSchema('type Query { server: Int } type Subscription { numbers: Int }')

let started = 0
async function startServer(port) {
  const server = new WebSocketServer({ host: '127.0.0.1', port })
  started += 1
  const number = started
  async function* numbers() {
    yield { numbers: number }
    await new Promise(() => undefined)
  }
  useServer(
    { schema, roots: { query: { server: () => number }, subscription: { numbers } } },
    server,
  )
  await once(server, 'listening')
  return server
}

async function restart(server) {
  const { port } = server.address()
  for (const socket of server.clients) socket.terminate()
  await new Promise((resolve) => server.close(resolve))
  return startServer(port)
}

async function ask(client) {
  for await (const { data } of client.iterate({ query: '{ server }' })) return data.server
}

async function overPlainChannels() {
  let server = await startServer(0)
  const url = `ws://127.0.0.1:${server.address().port}`
  let sockets = 0
  const webSocketImpl = webSocketClass((address, protocols) => {
    sockets += 1
    return WebSocketChannel.connect(address, { protocols })
  })
  const client = createClient({
    ...{ url, webSocketImpl },
    retryAttempts: 50,
    shouldRetry: () => true,
    retryWait: () => wait(20),
  })
  const numbers = client.iterate({ query: 'subscription { numbers }' })
  const seen = [(await numbers.next()).value.data.numbers]
  server = await restart(server)
  seen.push((await numbers.next()).value.data.numbers)
  await client.dispose()
  server.close()
  return { seen, sockets: sockets > 1 }
}

async function overReconnectingChannel() {
  let server = await startServer(0)
  const url = `ws://127.0.0.1:${server.address().port}`
  let sockets = 0
  const connected = new EventEmitter()
  const webSocketImpl = webSocketClass((address, protocols) => {
    sockets += 1
    let connections = 0
    return reconnecting(({ signal }) => WebSocketChannel.connect(address, { protocols, signal }), {
      backoff: () => 20,
      // The client has said hello on the first connection; on the others somebody must.
      onOpen: async ({ sink, stream }) => {
        connections += 1
        if (connections === 1) return
        sink.add(JSON.stringify({ type: 'connection_init' }))
        await firstValueFrom(stream)
        connected.emit('again')
      },
    })
  })
  const closings = []
  const client = createClient({ url, webSocketImpl, lazy: false, retryAttempts: 0 })
  client.on('closed', () => closings.push('closed'))
  const seen = [await ask(client)]
  // What is sent while the loss is not noticed yet goes to the connection that is lost.
  const again = once(connected, 'again')
  server = await restart(server)
  await again
  seen.push(await ask(client))
  const closedBefore = closings.length
  await client.dispose()
  server.close()
  return { seen, sockets, closedBefore }
}

const plain = await overPlainChannels()
const reconnected = await overReconnectingChannel()
console.log(JSON.stringify({ plain, reconnected }))
process.exit()
