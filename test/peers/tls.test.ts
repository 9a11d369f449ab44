import { firstValueFrom } from 'rxjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ConnectionFailedError } from '../../src/index.node.js'
import { NodeWebSocketChannel, type NodeConnectOptions } from '../../src/node.js'
import { makeAuthority, type Authority } from './authority.js'
import { startPythonServer } from './python-server.js'

const here = 'IP:127.0.0.1'
const claims = {
  good: { host: here, days: 30 },
  expired: { host: here, days: -1 },
  misnamed: { host: 'DNS:other.test', days: 30 },
} as const

describe.each(['websockets', 'aiohttp', 'tornado'] as const)('wss: to %s', (library) => {
  let authority: Authority
  beforeAll(async () => {
    authority = await makeAuthority()
  })
  afterAll(() => authority.remove())

  /** Has an echo from a server with such a certificate, or fails as `ready` does. */
  async function echoFrom(
    kind: keyof typeof claims,
    options: NodeConnectOptions,
  ): Promise<unknown> {
    const certificate = await authority.issue(kind, claims[kind])
    const server = await startPythonServer(library, { certificate, deflate: true })
    const channel = NodeWebSocketChannel.connect(`wss://127.0.0.1:${server.port}/`, options)
    try {
      channel.sink.add('Hello!')
      await channel.ready
      return await firstValueFrom(channel.stream)
    } catch (error) {
      return error
    } finally {
      await channel.sink.close()
      await server.stop()
    }
  }

  it.each([false, true])(
    'echoes with a trusted authority, perMessageDeflate: %s',
    async (deflate) => {
      const options = { ca: authority.certificate, perMessageDeflate: deflate }
      expect(await echoFrom('good', options)).toBe('Hello!')
    },
  )

  it.each([
    ['good', false, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['expired', true, 'CERT_HAS_EXPIRED'],
    ['misnamed', true, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ] as const)(
    'a %s certificate, its authority trusted: %s, is refused',
    async (kind, trusts, code) => {
      const error = await echoFrom(kind, trusts ? { ca: authority.certificate } : {})
      expect(error).toBeInstanceOf(ConnectionFailedError)
      expect(error).toMatchObject({ phase: 'network', cause: { code } })
    },
  )
})
