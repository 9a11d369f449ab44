import http from 'node:http'
import { firstValueFrom } from 'rxjs'
import { afterEach, describe, expect, it } from 'vitest'
import { environmentProxy } from '../../../src/adapters/node/environment-proxy.js'
import { NodeWebSocketChannel } from '../../../src/node.js'
import { startEchoServer } from '../../../src/testing.js'
import { startProxy } from './proxy-server.js'

const { options } = http.globalAgent as unknown as { options: { proxyEnv?: object } }

afterEach(() => {
  delete options.proxyEnv
})

/** The proxy that an environment names for an address. */
function proxyFor(url: string, environment: object): string | undefined {
  options.proxyEnv = environment
  return environmentProxy(new URL(url))?.href
}

describe('the proxy of the environment', () => {
  const named = { http_proxy: 'http://plain.test:1', HTTPS_PROXY: 'https://secure.test:2' }

  it('is not used unless Node uses it', () => {
    expect(environmentProxy(new URL('ws://host.test/'))).toBeUndefined()
  })

  it.each([
    ['ws://host.test/', 'http://plain.test:1/'],
    ['http://host.test/', 'http://plain.test:1/'],
    ['wss://host.test/', 'https://secure.test:2/'],
    ['https://host.test/', 'https://secure.test:2/'],
    ['ws+unix:/echo.sock:/', undefined],
  ])('for %s is that of its scheme', (url, proxy) => {
    expect(proxyFor(url, named)).toBe(proxy)
  })

  it('may be written in capitals, and the one for HTTP is used for TLS too, as by fetch', () => {
    expect(proxyFor('wss://host.test/', { HTTP_PROXY: 'http://plain.test' })).toBe(
      'http://plain.test/',
    )
    const both = { HTTP_PROXY: 'http://capitals.test', http_proxy: 'http://lower.test' }
    expect(proxyFor('ws://host.test/', both)).toBe('http://lower.test/')
  })

  it.each([{}, { http_proxy: '' }, { http_proxy: 'socks5://socks.test' }])(
    'is not used where there is none for HTTP: %j',
    (environment) => {
      expect(proxyFor('ws://host.test/', environment)).toBeUndefined()
    },
  )

  it.each([
    ['host.test', true],
    ['other.test, HOST.test', true],
    ['other.test host.test', true],
    ['host.test:80', true],
    ['host.test:443', false],
    ['.test', true],
    ['.host.test', true],
    ['*.test', true],
    ['*.host.test', false],
    ['test', false],
    ['st', false],
    ['*', true],
    ['', false],
    ['127.0.0.1-127.0.0.9', false],
  ])('is passed by for ws://host.test/ with NO_PROXY=%j: %s', (no_proxy, isDirect) => {
    const proxy = proxyFor('ws://host.test/', { ...named, no_proxy })
    expect(proxy === undefined).toBe(isDirect)
  })

  it.each([
    ['10.0.0.1-10.0.0.9', true],
    ['10.0.0.6-10.0.0.9', false],
    ['10.0.0.1-10.0.0.4', false],
    ['10.0.0.1-host', false],
    ['10.0.0.5', true],
    ['::1', false],
  ])('is passed by for 10.0.0.5 with NO_PROXY=%j: %s', (NO_PROXY, isDirect) => {
    const proxy = proxyFor('wss://10.0.0.5/', { ...named, NO_PROXY })
    expect(proxy === undefined).toBe(isDirect)
  })

  it('is passed by for an IPv6 address without brackets', () => {
    expect(proxyFor('ws://[::1]/', { ...named, no_proxy: '::1' })).toBeUndefined()
  })
})

describe('a connection where Node follows the environment', () => {
  it('goes through the proxy unless the user says how to connect', async () => {
    const server = await startEchoServer()
    await using proxy = await startProxy(server.port, 'connect')
    options.proxyEnv = { http_proxy: `http://127.0.0.1:${proxy.port}` }
    const channel = NodeWebSocketChannel.connect('ws://service.test/')
    channel.sink.add('through the proxy')
    expect(await firstValueFrom(channel.stream)).toBe('through the proxy')
    expect(channel.isFast).toBe(true)
    await channel.sink.close()
    expect(proxy.requests.map(({ url }) => url)).toEqual(['service.test:80'])
    for (const agent of [false as const, new http.Agent()]) {
      const direct = NodeWebSocketChannel.connect(server.url, { agent })
      await direct.ready
      await direct.sink.close()
    }
    expect(proxy.requests).toHaveLength(1)
    await server.close()
  })
})
