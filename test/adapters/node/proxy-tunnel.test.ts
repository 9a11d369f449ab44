import { once } from 'node:events'
import http from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { firstValueFrom } from 'rxjs'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { NodeWebSocketChannel } from '../../../src/node.js'
import { certificateFor } from '../../faults/adversary/certificate.js'
import { earlyEnds } from './early-ends.js'
import { startProxy } from './proxy-server.js'

const { options } = http.globalAgent as unknown as { options: { proxyEnv?: object } }

afterEach(() => {
  delete options.proxyEnv
})

function useProxy({ port }: { readonly port: number }, credentials = ''): void {
  const http_proxy = `http://${credentials}127.0.0.1:${port}`
  options.proxyEnv = { http_proxy }
}

describe('a tunnel through a proxy', () => {
  it('carries TLS to the host of the address', async () => {
    const secret = certificateFor({ host: 'service.test', expires: new Date('2049-01-01') })
    const target = createSecureServer(secret)
    new WebSocketServer({ server: target }).on('connection', (socket) => {
      socket.send('secure')
    })
    await once(target.listen(0, '127.0.0.1'), 'listening')
    await using proxy = await startProxy((target.address() as AddressInfo).port, 'connect')
    useProxy(proxy, 'user:p%40ss@')
    const channel = NodeWebSocketChannel.connect('wss://service.test/', { ca: secret.cert })
    expect(await firstValueFrom(channel.stream)).toBe('secure')
    await channel.sink.close()
    const [request] = proxy.requests
    expect(request?.headers).toMatchObject({
      host: 'service.test:443',
      'proxy-authorization': `Basic ${Buffer.from('user:p@ss').toString('base64')}`,
    })
    for (const host of ['other.test', '[::1]']) {
      const other = NodeWebSocketChannel.connect(`wss://${host}/`, { ca: secret.cert })
      await expect(other.ready).rejects.toThrow("does not match certificate's altnames")
    }
    expect(proxy.requests.map(({ url }) => url).slice(1)).toEqual(['other.test:443', '[::1]:443'])
    target.close()
  })

  it('that the proxy refuses is the failure of the opening', async () => {
    await using proxy = await startProxy(1, 'refuse')
    useProxy(proxy)
    const channel = NodeWebSocketChannel.connect('ws://service.test/')
    await expect(channel.ready).rejects.toMatchObject({
      message: 'Connection to ws://service.test/ failed: the proxy answered 407',
      phase: 'network',
      cause: { code: 'ERR_PROXY_TUNNEL', statusCode: 407 },
    })
    await expect.poll(() => proxy.open.size).toBe(0)
  })

  it('to a proxy that is not there is the failure of the opening', async () => {
    options.proxyEnv = { http_proxy: 'https://127.0.0.1:1' }
    const channel = NodeWebSocketChannel.connect('ws://service.test/')
    await expect(channel.ready).rejects.toThrow('connect ECONNREFUSED 127.0.0.1:1')
  })

  it.each(earlyEnds)('is dropped at %s while the proxy is silent', async (_, settings, act) => {
    await using proxy = await startProxy(1, 'stay silent')
    useProxy(proxy)
    const channel = NodeWebSocketChannel.connect('ws://service.test/', settings)
    await expect.poll(() => proxy.requests.length).toBe(1)
    await act(channel)
    await expect.poll(() => proxy.open.size).toBe(0)
    expect(await channel.closed).toMatchObject({ code: 1006, wasClean: false })
  })
})
