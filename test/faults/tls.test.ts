import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type TlsOptions } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { ConnectionFailedError } from '../../src/core/errors.js'
import { type NodeConnectOptions } from '../../src/node.js'
import { certificateFor } from './adversary/certificate.js'
import { close, text } from './adversary/frames.js'
import { answerTo } from './adversary/handshake.js'
import { watch } from './adversary/watch.js'
import { within } from './adversary/within.js'
import { connect } from './adversary/connect.js'

const later = new Date('2049-01-01')
const good = certificateFor({ host: '127.0.0.1', expires: later })
const expired = certificateFor({ host: '127.0.0.1', expires: new Date('2001-01-01') })
const misnamed = certificateFor({ host: 'other.test', expires: later })
const old: TlsOptions = {
  ...good,
  minVersion: 'TLSv1',
  maxVersion: 'TLSv1',
  ciphers: 'ALL:@SECLEVEL=0',
}

/** Connects to a TLS server that greets and says goodbye; resolves with what was seen. */
async function greetedBy(
  tls: TlsOptions,
  options: NodeConnectOptions,
): Promise<ReturnType<typeof watch>> {
  const server = createServer(tls, (socket) => {
    socket.on('error', () => undefined)
    socket.once('data', (request: Buffer) => {
      socket.end(Buffer.concat([answerTo(request.toString()), text('secure'), close(1000)]))
    })
  })
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const seen = watch(connect(`wss://127.0.0.1:${port}/`, options))
  await within(5_000, 'the end', seen.ended)
  server.close()
  return seen
}

describe('over TLS', () => {
  it('a certificate that is trusted opens', async () => {
    const seen = await greetedBy(good, { ca: good.cert })
    expect(seen.signals).toEqual([{ kind: 'frame', frame: 'secure' }, { kind: 'complete' }])
  })

  const refused = [
    { what: 'nobody vouches for', tls: good, options: {}, code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    { what: 'has expired', tls: expired, options: { ca: expired.cert }, code: 'CERT_HAS_EXPIRED' },
    {
      what: 'is for another host',
      tls: misnamed,
      options: { ca: misnamed.cert },
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    },
  ]
  it.each(refused)('a certificate that $what fails the connection', async (refusal) => {
    const { tls, options, code } = refusal
    const error = (await greetedBy(tls, options)).signals.at(-1)
    expect(error).toMatchObject({ kind: 'error', error: { phase: 'network', cause: { code } } })
  })

  it('a server of TLS 1.0 fails the connection', async () => {
    const seen = await greetedBy(old, { ca: good.cert })
    const [last] = seen.signals
    if (last?.kind !== 'error') throw new Error('Expected an error')
    expect(last.error).toBeInstanceOf(ConnectionFailedError)
    expect(last.error).toMatchObject({ phase: 'network', cause: expect.any(Error) as Error })
  })
})
