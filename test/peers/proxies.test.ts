import { once } from 'node:events'
import { firstValueFrom } from 'rxjs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { ConnectionFailedError } from '../../src/index.node.js'
import { NodeWebSocketChannel, type NodeConnectOptions } from '../../src/node.js'
import { freePort } from './free-port.js'
import { idleTimeout, proxies } from './proxy.js'
import { startPythonServer } from './python-server.js'
import type { Program } from './start-program.js'

/** What each says when there is nobody behind it. */
const refusals = { nginx: 502, haproxy: 503 } as const

const lost = { code: 1006, reason: '', wasClean: false, initiator: 'failure' }

describe.each(['nginx', 'haproxy'] as const)('behind %s', (name) => {
  let server: Program
  let proxy: Program
  const startProxy = proxies[name]
  const connect = (options: NodeConnectOptions = {}) =>
    NodeWebSocketChannel.connect(`ws://127.0.0.1:${proxy.port}/`, { keepAlive: false, ...options })

  beforeAll(async () => {
    server = await startPythonServer('websockets', { deflate: true })
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    proxy = await startProxy({ from: await freePort(), to: server.port })
  })
  afterEach(() => proxy.stop())

  it.each([false, true])('frames come and go, perMessageDeflate: %s', async (perMessageDeflate) => {
    const channel = connect({ perMessageDeflate, protocols: ['chat'] })
    const large = 'x'.repeat(2 ** 20)
    for (const frame of ['Hello!', large]) {
      channel.sink.add(frame)
      expect((await firstValueFrom(channel.stream)) === frame).toBe(true)
    }
    expect(channel.protocol).toBe('chat')
    expect(await channel.sink.close(4001, 'bye')).toMatchObject({ code: 4001, wasClean: true })
  })

  it('the server may close', async () => {
    const channel = connect()
    channel.sink.add('close with 4002')
    expect(await channel.closed).toMatchObject({ code: 4002, reason: 'bye', wasClean: true })
  })

  it('the idle timeout of the proxy ends a quiet channel', async () => {
    const begun = Date.now()
    const channel = connect()
    expect(await channel.closed).toEqual(lost)
    expect(Date.now() - begun).toBeGreaterThan(idleTimeout * 0.9)
  })

  it('keep-alive keeps a quiet channel through the idle timeout of the proxy', async () => {
    const begun = Date.now()
    const socket = new WebSocket(`ws://127.0.0.1:${proxy.port}/`)
    const keepAlive = { interval: idleTimeout / 4, timeout: 5_000 }
    const channel = NodeWebSocketChannel.from(socket, { keepAlive })
    while (Date.now() - begun < idleTimeout * 2.5) await once(socket, 'pong')
    channel.sink.add('still there?')
    expect(await firstValueFrom(channel.stream)).toBe('still there?')
    await channel.sink.close()
  })

  it('a restart of the proxy ends the channel, and the next one opens', async () => {
    const channel = connect()
    await channel.ready
    await proxy.stop()
    expect(await channel.closed).toEqual(lost)
    proxy = await startProxy({ from: proxy.port, to: server.port })
    const next = connect()
    next.sink.add('Hello again!')
    expect(await firstValueFrom(next.stream)).toBe('Hello again!')
    await next.sink.close()
  })

  it('a restart of the server ends the channel', async () => {
    const channel = connect()
    await channel.ready
    await server.stop()
    expect(await channel.closed).toEqual(lost)
    server = await startPythonServer('websockets', { port: server.port, deflate: true })
  })

  it('nobody behind the proxy fails the opening with its status', async () => {
    const nobody = await startProxy({ from: await freePort(), to: await freePort() })
    const channel = NodeWebSocketChannel.connect(`ws://127.0.0.1:${nobody.port}/`)
    const error = await channel.ready.catch((error: unknown) => error)
    await nobody.stop()
    expect(error).toBeInstanceOf(ConnectionFailedError)
    expect(error).toMatchObject({ phase: 'handshake', status: refusals[name] })
  })
})
