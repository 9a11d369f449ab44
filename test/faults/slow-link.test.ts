import { once } from 'node:events'
import { connect as connectTcp, createServer, type AddressInfo } from 'node:net'
import { createServer as createTlsServer } from 'node:https'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import WebSocket, { WebSocketServer } from 'ws'
import { heartbeat } from '../../src/layers/heartbeat/heartbeat.js'
import { reconnecting } from '../../src/layers/reconnecting/reconnecting.js'
import { NodeWebSocketChannel } from '../../src/node.js'
import { certificateFor } from './adversary/certificate.js'
import { within } from './adversary/within.js'

const MEBIBYTE = 2 ** 20
// Bytes per millisecond. The systems of both sides hold about 4 MiB, so the last of them arrive more than a second after the
// queue has emptied: several times the patience, which a busy machine needs.
const RATE = 3_000
const TICK = 10
const keepAlive = { interval: 200, timeout: 400 }

const cleanUp: (() => void)[] = []

afterEach(() => {
  for (const clean of cleanUp.splice(0)) clean()
})

/** A TCP relay that passes what clients send at a limited rate, or what the server sends, and the rest at once. */
async function startRelay(
  port: number,
  slow: 'to server' | 'to client' = 'to server',
): Promise<{ readonly port: number; stall(): void }> {
  let rate = RATE
  const relay = createServer((client) => {
    const server = connectTcp(port, '127.0.0.1')
    const [from, to] = slow === 'to server' ? [client, server] : [server, client]
    to.pipe(from)
    from.pause()
    // Goes by the clock, so that a timer which is late does not make the link slower.
    let [time, allowed] = [performance.now(), 0]
    const timer = setInterval(() => {
      const now = performance.now()
      allowed = rate && allowed + (now - time) * rate
      time = now
      const bytes = from.read(Math.min(Math.floor(allowed), from.readableLength)) as Buffer | null
      if (bytes) to.write(bytes)
      allowed = from.readableLength > 0 ? allowed - (bytes?.length ?? 0) : 0
    }, TICK)
    const end = (): void => {
      clearInterval(timer)
      client.destroy()
      server.destroy()
    }
    for (const socket of [client, server]) socket.on('error', end).on('close', end)
    cleanUp.push(end)
  })
  cleanUp.push(() => relay.close())
  relay.listen(0, '127.0.0.1')
  await once(relay, 'listening')
  return {
    port: (relay.address() as AddressInfo).port,
    stall() {
      rate = 0
    },
  }
}

/** A `ws` server, over TLS if wanted, that counts the bytes of the messages it receives. */
async function startServer(isSecure = false) {
  const later = new Date('2049-01-01')
  const https = isSecure
    ? createTlsServer(certificateFor({ host: '127.0.0.1', expires: later }))
    : undefined
  const server = https
    ? new WebSocketServer({ server: https, maxPayload: 0 })
    : new WebSocketServer({ port: 0, host: '127.0.0.1', maxPayload: 0 })
  https?.listen(0, '127.0.0.1')
  let received = 0
  server.on('connection', (socket) => {
    socket.on('error', () => undefined)
    socket.on('message', (data: Buffer) => (received += data.length))
  })
  await once(https ?? server, 'listening')
  cleanUp.push(() => {
    for (const client of server.clients) client.terminate()
    server.close()
    https?.close()
  })
  const { port } = (https ?? server).address() as AddressInfo
  return { server, port, received: () => received }
}

/** Adds megabytes in messages of one. */
function add(channel: NodeWebSocketChannel, megabytes: number): void {
  for (let count = 0; count < megabytes; count++) channel.sink.add(new Uint8Array(MEBIBYTE))
}

const fast = { way: 'the fast path', fastPath: true, isSecure: false }
const ways = [
  fast,
  { way: 'ws', fastPath: false, isSecure: false },
  { way: 'TLS', fastPath: true, isSecure: true },
]

/** Connects through a slow relay. */
async function connect(
  { fastPath, isSecure }: (typeof ways)[number],
  options: { readonly closeTimeout?: number; readonly keepAlive?: typeof keepAlive | false },
) {
  const server = await startServer(isSecure)
  const relay = await startRelay(server.port)
  const url = `${isSecure ? 'wss' : 'ws'}://127.0.0.1:${relay.port}/`
  const channel = NodeWebSocketChannel.connect(url, {
    ...{ fastPath, rejectUnauthorized: false },
    ...options,
  })
  let error: Error | undefined
  channel.stream.subscribe({ error: (found: Error) => (error = found) })
  await channel.ready
  cleanUp.push(() => {
    channel.abort()
  })
  return { channel, server, relay, error: () => error }
}

describe.each(ways)('an upload over a slow link, by $way', (way) => {
  it('is not ended by keep-alive', { timeout: 20_000 }, async () => {
    const { channel, server, error } = await connect(way, { keepAlive })
    channel.sink.add(new Uint8Array(8 * MEBIBYTE))
    await expect.poll(server.received, { timeout: 10_000 }).toBe(8 * MEBIBYTE)
    expect([error(), channel.state]).toEqual([undefined, 'open'])
  })

  it('is not cut off by `closeTimeout`', { timeout: 20_000 }, async () => {
    const { channel, server } = await connect(way, { keepAlive: false, closeTimeout: 800 })
    add(channel, 8)
    const info = await within(10_000, 'close', channel.sink.close(1000))
    expect([server.received(), info.wasClean, info.code]).toEqual([8 * MEBIBYTE, true, 1000])
  })
})

describe('an upload over a slow link, through layers,', () => {
  it('is not ended by a heartbeat', { timeout: 20_000 }, async () => {
    const { channel, server } = await connect(fast, { keepAlive: false })
    server.server.clients.forEach((client) => client.on('message', () => client.send('pong')))
    const beating = channel.pipe(heartbeat({ ...keepAlive, message: 'ping' }))
    beating.sink.add(new Uint8Array(8 * MEBIBYTE))
    await expect.poll(server.received, { timeout: 10_000 }).toBeGreaterThan(8 * MEBIBYTE)
    expect(beating.state).toBe('open')
  })

  it.each([
    ['', (channel: NodeWebSocketChannel) => channel],
    [' over a layer', (channel: NodeWebSocketChannel) => channel.pipe(heartbeat())],
  ])(
    'is not cut off by `closeTimeout` of a reconnecting channel%s',
    { timeout: 20_000 },
    async (_, layer) => {
      const { channel, server } = await connect(fast, { keepAlive: false })
      const around = reconnecting(() => layer(channel), { closeTimeout: 800 })
      await around.ready
      around.sink.add(new Uint8Array(8 * MEBIBYTE))
      const info = await within(10_000, 'close', around.sink.close(1000))
      expect([server.received(), info.wasClean, info.code]).toEqual([8 * MEBIBYTE, true, 1000])
    },
  )
})

describe('an upload over a link', () => {
  it('that stalls is found by keep-alive', { timeout: 20_000 }, async () => {
    const { channel, relay, error } = await connect(fast, { keepAlive })
    add(channel, 20)
    await wait(1_200)
    expect(channel.state).toBe('open')
    relay.stall()
    const begun = performance.now()
    await within(10_000, 'the end', channel.closed)
    expect(error()?.name).toBe('KeepAliveTimeoutError')
    // At most twelve times `timeout` after the last progress, which is seen within `timeout`.
    expect(performance.now() - begun).toBeLessThan(13 * keepAlive.timeout + 1_000)
  })

  it('that stalls while the channel closes is cut off', { timeout: 20_000 }, async () => {
    const { channel, relay } = await connect(fast, { keepAlive: false, closeTimeout: 800 })
    add(channel, 20)
    const closed = channel.sink.close(1000)
    await wait(1_200)
    relay.stall()
    const info = await within(10_000, 'close', closed)
    expect([info.wasClean, info.code]).toEqual([false, 1006])
    expect(channel.sink.bufferedAmount).toBeGreaterThan(MEBIBYTE)
  })
})

describe.each([true, false])(
  'a server whose client reads slowly (with its request: %s)',
  (hasRequest) => {
    async function accept(
      options: object,
    ): Promise<{ channel: NodeWebSocketChannel; client: WebSocket; received: () => number }> {
      const { server, port } = await startServer()
      const relay = await startRelay(port, 'to client')
      const accepted = new Promise<NodeWebSocketChannel>((resolve) => {
        server.on('connection', (socket, request) => {
          resolve(
            NodeWebSocketChannel.from(socket, { ...options, ...(hasRequest ? { request } : {}) }),
          )
        })
      })
      const client = new WebSocket(`ws://127.0.0.1:${relay.port}/`, { maxPayload: 0 })
      let received = 0
      client.on('error', () => undefined)
      client.on('message', (data: Buffer) => (received += data.length))
      const channel = await accepted
      cleanUp.push(() => {
        channel.abort()
        client.terminate()
      })
      return { channel, client, received: () => received }
    }

    it('does not declare it gone', { timeout: 20_000 }, async () => {
      const { channel, received } = await accept({ keepAlive })
      channel.sink.add(new Uint8Array(8 * MEBIBYTE))
      await expect.poll(received, { timeout: 10_000 }).toBe(8 * MEBIBYTE)
      expect(channel.state).toBe('open')
    })

    it('closes when it has read everything', { timeout: 20_000 }, async () => {
      const { channel, received } = await accept({ keepAlive: false, closeTimeout: 800 })
      add(channel, 8)
      const info = await within(10_000, 'close', channel.sink.close(1000))
      expect([received(), info.wasClean]).toEqual([8 * MEBIBYTE, true])
    })
  },
)
