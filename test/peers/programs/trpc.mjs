// The client of tRPC over webSocketClass, through a restart of its server: over plain channels, where the client connects anew,
// and over a reconnecting channel, where its one socket stays open. Prints what it finds as JSON.
import { EventEmitter, once } from 'node:events'
import process from 'node:process'
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import { initTRPC } from '@trpc/server'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import { filter, firstValueFrom, skip } from 'rxjs'
import { reconnecting, webSocketClass, WebSocketChannel } from 'web-socket-channel'
import { WebSocketServer } from 'ws'

const trpc = initTRPC.create()

let started = 0
async function startServer(port) {
  const wss = new WebSocketServer({ host: '127.0.0.1', port })
  started += 1
  const number = started
  const router = trpc.router({
    server: trpc.procedure.query(() => number),
    numbers: trpc.procedure.subscription(async function* () {
      yield number
      await new Promise(() => undefined)
    }),
  })
  applyWSSHandler({ wss, router, createContext: () => ({}) })
  await once(wss, 'listening')
  return wss
}

async function restart(server) {
  const { port } = server.address()
  for (const socket of server.clients) socket.terminate()
  await new Promise((resolve) => server.close(resolve))
  return startServer(port)
}

/** A client of a server, and how many sockets it has made. */
function clientOf(server, connect) {
  const made = []
  const WebSocket = webSocketClass((url, protocols) => {
    const channel = connect(url, protocols)
    made.push(channel)
    return channel
  })
  const url = `ws://127.0.0.1:${server.address().port}`
  const socket = createWSClient({ url, WebSocket, retryDelayMs: () => 20 })
  const client = createTRPCClient({ links: [wsLink({ client: socket })] })
  return { client, made, close: () => socket.close() }
}

async function overPlainChannels() {
  let server = await startServer(0)
  const { client, made, close } = clientOf(server, (url, protocols) =>
    WebSocketChannel.connect(url, { protocols }),
  )
  const seen = []
  const numbers = new EventEmitter()
  const first = once(numbers, 'number')
  client.numbers.subscribe(undefined, {
    onData: (number) => {
      seen.push(number)
      numbers.emit('number')
    },
  })
  await first
  const second = once(numbers, 'number')
  server = await restart(server)
  await second
  await close()
  server.close()
  return { seen, sockets: made.length > 1 }
}

async function overReconnectingChannel() {
  let server = await startServer(0)
  const { client, made, close } = clientOf(server, (url, protocols) =>
    reconnecting(({ signal }) => WebSocketChannel.connect(url, { protocols, signal }), {
      backoff: () => 20,
    }),
  )
  const seen = [await client.server.query()]
  // What is sent while the loss is not noticed yet goes to the connection that is lost.
  const isOpen = filter(({ name }) => name === 'open')
  const again = firstValueFrom(made[0].statuses.pipe(isOpen, skip(1)))
  server = await restart(server)
  await again
  seen.push(await client.server.query())
  await close()
  server.close()
  return { seen, sockets: made.length }
}

const plain = await overPlainChannels()
const reconnected = await overReconnectingChannel()
console.log(JSON.stringify({ plain, reconnected }))
process.exit()
