import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { firstValueFrom } from 'rxjs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { NodeWebSocketChannel, type NodeConnectOptions } from '../../src/node.js'
import { serveChannels, type ChannelServer } from '../../src/server.js'
import { freePort } from './free-port.js'
import { idleTimeout, proxies } from './proxy.js'
import type { Program } from './start-program.js'

describe.each(['nginx', 'haproxy'] as const)('serveChannels behind %s', (name) => {
  const http = createServer()
  let server: ChannelServer
  let proxy: Program

  const connect = (options: NodeConnectOptions = {}): NodeWebSocketChannel =>
    NodeWebSocketChannel.connect(`ws://127.0.0.1:${proxy.port}/chat`, {
      keepAlive: false,
      ...options,
    })

  beforeAll(async () => {
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    const { port: to } = http.address() as AddressInfo
    proxy = await proxies[name]({ from: await freePort(), to, host: '$http_host' })
  })
  afterAll(async () => {
    await proxy.stop()
    await new Promise((resolve) => http.close(resolve))
  })
  beforeEach(() => {
    server = serveChannels(http, { path: '/chat', keepAlive: { interval: idleTimeout / 4 } })
    server.connections.subscribe((channel) => channel.stream.subscribe(channel.sink))
  })
  afterEach(() => server.close())

  it('frames come and go on the fast path', async () => {
    const channel = connect()
    for (const frame of ['Hello!', 'x'.repeat(500_000)]) {
      channel.sink.add(frame)
      expect((await firstValueFrom(channel.stream)) === frame).toBe(true)
    }
    const [accepted] = server.channels
    expect(accepted?.isFast).toBe(true)
    expect(await channel.sink.close(4001, 'bye')).toMatchObject({ code: 4001, wasClean: true })
  })

  it('the keep-alive of the server keeps a quiet channel through the idle timeout', async () => {
    const channel = connect()
    await channel.ready
    // The proxy drops a connection on which nothing moves; here the pings of the server do.
    await new Promise((resolve) => setTimeout(resolve, idleTimeout * 2))
    channel.sink.add('still there?')
    expect(await firstValueFrom(channel.stream)).toBe('still there?')
    await channel.sink.close()
  })

  it('close of the server reaches the clients with 1001', async () => {
    const channel = connect()
    await channel.ready
    await server.close()
    expect(await channel.closed).toMatchObject({ code: 1001, wasClean: true })
  })

  it('a page of the proxy has the same origin, where the proxy passes on its host and port', async () => {
    const same = connect({ origin: `http://127.0.0.1:${proxy.port}` })
    await same.ready
    await same.sink.close()
    const other = connect({ origin: 'http://evil.example' })
    await expect(other.ready).rejects.toMatchObject({ status: 403 })
  })
})

it('nginx gives a page of a port another origin, where it passes on $host', async () => {
  const http = createServer().listen(0, '127.0.0.1')
  await once(http, 'listening')
  const server = serveChannels(http)
  const { port: to } = http.address() as AddressInfo
  const proxy = await proxies.nginx({ from: await freePort(), to, host: '$host' })
  const connect = (origin: string): NodeWebSocketChannel =>
    NodeWebSocketChannel.connect(`ws://127.0.0.1:${proxy.port}/`, { origin })
  const page = connect(`http://127.0.0.1:${proxy.port}`)
  await expect(page.ready).rejects.toMatchObject({ status: 403 })
  // As behind a proxy that ends TLS on port 443.
  const secure = connect('https://127.0.0.1')
  await secure.ready
  await server.close()
  await proxy.stop()
  await new Promise((resolve) => http.close(resolve))
})
