import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { withAdversary, type Script } from './adversary/adversary.js'
import { runChild } from './adversary/child.js'
import { startEchoServer } from './adversary/echo-server.js'
import { answerTo } from './adversary/handshake.js'

interface Leftovers {
  readonly growth: number
  readonly listeners: number
  readonly resources: readonly string[]
  readonly kinds?: Readonly<Record<string, number>>
}

const cycles = Number(process.env['LEAK_CYCLES'] ?? 10_000)

function checkLeftovers({ growth, listeners, resources }: Leftovers): void {
  console.info(`leaks: ${cycles} cycles, heap ${(growth / 1024).toFixed(0)} KiB`)
  expect({ listeners, resources }).toEqual({ listeners: 0, resources: [] })
  expect(growth).toBeLessThan(2 ** 20)
}

/** Fails each handshake in the way that the path names. */
const failing: Script = async (peer) => {
  const request = await peer.request()
  const way = /^GET \/(\S*)/.exec(request)?.[1] ?? ''
  if (way === 'reset' || way === 'fin') return peer.end(way)
  if (way === 'accept') await peer.accept()
  if (way === 'unauthorized') peer.write('HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n')
  if (way === 'garbage') peer.write('What do you want?\r\n\r\n')
  if (way === 'wrong-key') peer.write(answerTo('Sec-WebSocket-Key: wrong'))
  if (way === 'half') {
    peer.write(answerTo(request).subarray(0, 60))
    peer.end('fin')
  }
  await peer.untilEnded()
  peer.end('fin')
}

describe('nothing is left', { timeout: 120_000 }, () => {
  it('of channels that were connected, used and closed', async () => {
    const server = await startEchoServer()
    const { report } = await runChild<Leftovers>('use-cycles', [server.url, String(cycles)])
    await server.close()
    checkLeftovers(report)
  })

  it('of channels that never opened', async () => {
    const closedPort = await unusedPort()
    await withAdversary(failing, async ({ url }) => {
      const args = [url, String(closedPort), String(cycles)]
      const { report } = await runChild<Leftovers>('failure-cycles', args)
      checkLeftovers(report)
      const kinds = ['AbortError', 'handshake', 'network', 'subprotocol', 'timeout']
      expect(Object.keys(report.kinds ?? {}).sort()).toEqual(kinds)
    })
  })
})

async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
