import fc from 'fast-check'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { expect, it } from 'vitest'
import { serve } from './serving.js'
import { handshake, type TcpClient, textFrame } from './tcp-client.js'

/** What a client does with its connection, in this order. */
interface Behaviour {
  /** How many bytes of a handshake it sends, of those that a mutation has left. */
  readonly sent: number
  readonly mutation: { readonly at: number; readonly byte: number } | undefined
  readonly more: Uint8Array
  readonly end: 'fin' | 'rst' | 'stay'
}

const behaviours = fc.array(
  fc.record<Behaviour>({
    sent: fc.oneof({ weight: 3, arbitrary: fc.constant(1_000) }, fc.nat(300)),
    mutation: fc.option(fc.record({ at: fc.nat(220), byte: fc.nat(255) }), { nil: undefined }),
    more: fc.oneof(
      fc.constant(textFrame('hello')),
      fc.uint8Array({ maxLength: 60 }),
      fc.constant(new Uint8Array()),
    ),
    end: fc.constantFrom('fin', 'rst', 'stay'),
  }),
  { minLength: 1, maxLength: 12 },
)

async function behave(client: TcpClient, { sent, mutation, more, end }: Behaviour): Promise<void> {
  await once(client.socket, 'connect')
  const bytes = Buffer.from(handshake({ Origin: 'http://server.example' }))
  if (mutation && mutation.at < bytes.length) bytes[mutation.at] = mutation.byte
  client.send(bytes.subarray(0, sent)).send(more)
  if (end === 'fin') client.socket.end()
  if (end === 'rst') client.socket.resetAndDestroy()
}

function connectionsOf(http: Server): Promise<number> {
  return new Promise((resolve) => {
    http.getConnections((_, count) => resolve(count))
  })
}

it('whatever clients send, the server goes on, and nothing of them is left', async () => {
  const { http, dial, connect, server } = await serve({
    path: '/',
    closeTimeout: 100,
    authorizeTimeout: 50,
    // Waits for some, throws for some.
    authorize: async ({ rawHeaders }) => {
      await new Promise((resolve) => setImmediate(resolve))
      if (rawHeaders.length % 3 === 0) throw new Error('refused')
      return rawHeaders.length
    },
  })
  server.connections.subscribe((channel) => {
    channel.stream.subscribe({ next: (frame) => channel.sink.next(frame), error: () => undefined })
  })
  await fc.assert(
    fc.asyncProperty(behaviours, async (list) => {
      const clients = list.map((behaviour) => ({ behaviour, client: dial() }))
      await Promise.all(clients.map(({ client, behaviour }) => behave(client, behaviour)))
      const good = connect()
      good.sink.add('still there?')
      for await (const frame of good.stream) {
        expect(frame).toBe('still there?')
        break
      }
      await good.sink.close()
      for (const { client } of clients) client.socket.destroy()
    }),
    { numRuns: 60 },
  )
  await expect.poll(() => connectionsOf(http), { timeout: 5_000 }).toBe(0)
  expect(server.channels.size).toBe(0)
}, 60_000)

it('clients that drip their handshake do not count against maxConnections', async () => {
  const { dial, connect } = await serve({ maxConnections: 1 })
  const slow = Array.from({ length: 20 }, () => dial().send('GET / HTTP/1.1\r\nHost: a'))
  await Promise.all(slow.map(({ socket }) => once(socket, 'connect')))
  const good = connect()
  await good.ready
  await good.sink.close()
})

it('a thousand handshakes of every outcome leave no socket, timer or listener', async () => {
  const { http, dial, server } = await serve({
    authorizeTimeout: 20,
    closeTimeout: 50,
    authorize: ({ url }) => {
      if (url === '/no') return false
      if (url === '/response') return new Response('no', { status: 401 })
      if (url === '/wait') return new Promise<undefined>(() => undefined)
      if (url === '/throw') throw new Error('broken')
      return undefined
    },
  })
  const targets = ['/no', '/response', '/wait', '/throw', '/yes', '/gone']
  for (let round = 0; round < 20; round++) {
    const clients = Array.from({ length: 48 }, (_, index) => {
      const target = targets[index % targets.length] ?? '/'
      const client = dial().send(handshake({}, { target }))
      if (target === '/gone') client.socket.once('connect', () => client.socket.resetAndDestroy())
      if (target === '/yes') void client.received('101').then(() => client.socket.destroy())
      return client
    })
    await Promise.all(clients.map((client) => client.ended()))
    for (const { socket } of clients) socket.destroy()
  }
  await expect.poll(() => server.channels.size).toBe(0)
  await expect.poll(() => connectionsOf(http), { timeout: 5_000 }).toBe(0)
  const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout')
  // That of the test, and of Vitest.
  expect(timers.length).toBeLessThan(10)
  expect(http.listenerCount('upgrade')).toBe(1)
}, 30_000)
