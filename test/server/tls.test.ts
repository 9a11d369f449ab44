import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:tls'
import { firstValueFrom } from 'rxjs'
import { expect, it, onTestFinished } from 'vitest'
import { NodeWebSocketChannel } from '../../src/node.js'
import { serveChannels, type ChannelServer, type ServeOptions } from '../../src/server.js'
import { certificateFor } from '../faults/adversary/certificate.js'
import { handshake } from './tcp-client.js'

const certificate = certificateFor({ host: '127.0.0.1', expires: new Date('2049-01-01') })

async function serveSecurely(
  options: ServeOptions = {},
): Promise<{ readonly port: number; readonly server: ChannelServer }> {
  const https = createServer(certificate, (request, answer) => {
    answer.end(`app ${String(request.headers.upgrade)}`)
  })
  https.listen(0, '127.0.0.1')
  await once(https, 'listening')
  const server = serveChannels(https, options)
  onTestFinished(async () => {
    await server.close({ timeout: 0 })
    https.closeAllConnections()
    await new Promise((resolve) => https.close(resolve))
  })
  return { port: (https.address() as AddressInfo).port, server }
}

it('serves channels over TLS, on the fast path', async () => {
  const { port, server } = await serveSecurely()
  server.connections.subscribe((channel) => channel.stream.subscribe(channel.sink))
  const url = `wss://127.0.0.1:${port}/`
  const channel = NodeWebSocketChannel.connect(url, {
    ca: certificate.cert,
    origin: `https://127.0.0.1:${port}`,
  })
  channel.sink.add('Hello!')
  expect(await firstValueFrom(channel.stream)).toBe('Hello!')
  const [accepted] = server.channels
  expect(accepted?.isFast).toBe(true)
  expect(accepted?.request.socket).toHaveProperty('encrypted', true)
  await channel.sink.close()
})

it('refuses over TLS, and hears of clients that go while authorize runs', async () => {
  const signals: AbortSignal[] = []
  const { port } = await serveSecurely({
    authorize: ({ url }, signal) => {
      signals.push(signal)
      return url === '/no' ? false : new Promise<undefined>(() => undefined)
    },
  })
  const refused = connect({ port, host: '127.0.0.1', ca: certificate.cert })
  refused.write(handshake({}, { target: '/no' }))
  const [answer] = (await once(refused, 'data')) as [Buffer]
  expect(answer.toString()).toContain('HTTP/1.1 403 Forbidden')
  await once(refused, 'close')
  const gone = connect({ port, host: '127.0.0.1', ca: certificate.cert })
  gone.write(handshake())
  await expect.poll(() => signals.length).toBe(2)
  gone.end()
  await expect.poll(() => signals[1]?.aborted).toBe(true)
})

it('passes a request to upgrade to something else on to the app', async () => {
  const { port } = await serveSecurely()
  const client = connect({ port, host: '127.0.0.1', ca: certificate.cert })
  client.write(handshake({ Upgrade: 'h2c' }))
  const [answer] = (await once(client, 'data')) as [Buffer]
  expect(answer.toString()).toContain('app h2c')
  client.destroy()
})
