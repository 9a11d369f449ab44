import { Agent, type ClientRequest } from 'node:http'
import { connect, type Socket, type TcpNetConnectOpts } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { NodeWebSocketChannel, type NodeConnectOptions } from '../../../src/node.js'
import { startEchoServer } from '../../../src/testing.js'
import { earlyEnds } from './early-ends.js'
import { type ProxyServer, startProxy } from './proxy-server.js'

/** Connects through a proxy as `https-proxy-agent` does: the socket is not known to the request before the proxy answers. */
class TunnelAgent extends Agent {
  readonly connectOpts: TcpNetConnectOpts

  constructor({ port }: ProxyServer, more: Pick<TcpNetConnectOpts, 'signal'> = {}) {
    super()
    this.connectOpts = { host: '127.0.0.1', port, ...more }
  }

  addRequest(request: ClientRequest, { host, port }: { host: string; port: number }): void {
    const socket = connect(this.connectOpts)
    socket.once('error', (error) => request.destroy(error))
    socket.write(`CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
    socket.once('data', () => {
      request.onSocket(socket)
    })
  }
}

describe('an agent for a proxy', () => {
  it.each(earlyEnds)('loses its connection to a silent proxy at %s', async (_, settings, act) => {
    await using proxy = await startProxy(1, 'stay silent')
    const agent = new TunnelAgent(proxy)
    const channel = NodeWebSocketChannel.connect('ws://service.test/', { agent, ...settings })
    await expect.poll(() => proxy.requests.length).toBe(1)
    await act(channel)
    await expect.poll(() => proxy.open.size).toBe(0)
  })

  it('keeps the connection of a channel that opens, and its own options', async () => {
    const server = await startEchoServer()
    await using proxy = await startProxy(server.port, 'connect')
    const agent = new TunnelAgent(proxy)
    const channel = NodeWebSocketChannel.connect('ws://service.test/', { agent })
    await channel.ready
    expect(agent.connectOpts).toEqual({ host: '127.0.0.1', port: proxy.port })
    expect(await channel.sink.close(1000)).toMatchObject({ code: 1000, wasClean: true })
    await server.close()
  })

  it("is left alone if it has a signal, which drops its connection at the user's wish", async () => {
    await using proxy = await startProxy(1, 'stay silent')
    const controller = new AbortController()
    const agent = new TunnelAgent(proxy, { signal: controller.signal })
    const channel = NodeWebSocketChannel.connect('ws://service.test/', { agent })
    await expect.poll(() => proxy.requests.length).toBe(1)
    channel.abort()
    await wait(50)
    expect(proxy.open.size).toBe(1)
    controller.abort()
    await expect.poll(() => proxy.open.size).toBe(0)
  })
})

describe('an agent that goes wrong', () => {
  it('ends the attempt if it never provides a connection', async () => {
    const agent = Object.assign(new Agent(), { createConnection: () => undefined })
    const options = { agent: agent as unknown as Agent, connectTimeout: 50 }
    const channel = NodeWebSocketChannel.connect('ws://service.test/', options)
    await expect(channel.ready).rejects.toMatchObject({ phase: 'timeout' })
  })

  it('ends the attempt if it throws, and has a TypeError thrown', async () => {
    const throwing = (error: Error): Agent =>
      Object.assign(new Agent(), {
        createConnection: () => {
          throw error
        },
      })
    const cause = new Error('out of order')
    const channel = NodeWebSocketChannel.connect('ws://a.test/', { agent: throwing(cause) })
    await expect(channel.ready).rejects.toMatchObject({ cause })
    const wrong = new TypeError('wrong option')
    const connectAgain = (): unknown =>
      NodeWebSocketChannel.connect('ws://a.test/', { agent: throwing(wrong) })
    expect(connectAgain).toThrow(wrong)
  })

  it.each(['a', 'no'])(
    'loses a connection that comes after the end, with %s "free" listener',
    async (has) => {
      const server = await startEchoServer()
      const sockets: Socket[] = []
      let provide: () => void = () => undefined
      class LateAgent extends Agent {
        addRequest(request: ClientRequest): void {
          provide = () => {
            const socket = connect(server.port, '127.0.0.1')
            sockets.push(socket)
            if (has === 'a') socket.once('free', () => socket.destroy())
            request.onSocket(socket)
          }
        }
      }
      const agent = new LateAgent()
      const channel = NodeWebSocketChannel.connect('ws://service.test/', { agent })
      channel.abort()
      await channel.closed
      provide()
      await expect.poll(() => sockets[0]?.destroyed).toBe(true)
      await server.close()
    },
  )

  it('ends the attempt if it provides an error', async () => {
    class FailingAgent extends Agent {
      addRequest(request: { onSocket(socket: null, error: Error): void }): void {
        request.onSocket(null, Object.assign(new Error('no route'), { code: 'ENOROUTE' }))
      }
    }
    const channel = NodeWebSocketChannel.connect('ws://service.test/', {
      agent: new FailingAgent(),
    })
    await expect(channel.ready).rejects.toMatchObject({ phase: 'network' })
  })
})

describe('other ways to connect', () => {
  it('end at connectTimeout if a name is never found', async () => {
    const options = { lookup: () => undefined, connectTimeout: 50 }
    const channel = NodeWebSocketChannel.connect('ws://service.test/', options)
    await expect(channel.ready).rejects.toMatchObject({ phase: 'timeout' })
  })

  it('lose a connection that `createConnection` provides after the end', async () => {
    const server = await startEchoServer()
    let provide: () => void = () => undefined
    let late: Socket | undefined
    const createConnection: NodeConnectOptions['createConnection'] = (_, created) => {
      provide = () => {
        late = connect(server.port, '127.0.0.1')
        created(null, late)
      }
      return undefined
    }
    const channel = NodeWebSocketChannel.connect('ws://service.test/', { createConnection })
    channel.abort()
    await channel.closed
    provide()
    await expect.poll(() => late?.destroyed).toBe(true)
    await server.close()
  })

  it('keep the `finishRequest` of the user', async () => {
    const server = await startEchoServer()
    const finishRequest = vi.fn((request: ClientRequest) => {
      request.setHeader('x-late', 'yes')
      request.end()
    })
    const options = { agent: new Agent(), finishRequest }
    const channel = NodeWebSocketChannel.connect(server.url, options)
    await channel.ready
    expect(finishRequest).toHaveBeenCalledTimes(1)
    await channel.sink.close()
    await server.close()
  })
})
