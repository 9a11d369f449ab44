import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { withAdversary, type Script } from './adversary/adversary.js'
import { close, encodeFrame, opcodes, ping, text } from './adversary/frames.js'
import { answerLength, answerTo } from './adversary/handshake.js'
import { startProxy, type Link } from './adversary/proxy.js'
import { seeded } from './adversary/random.js'
import { closeCodeOf } from './adversary/received-frames.js'
import { reset } from './adversary/reset.js'
import { within } from './adversary/within.js'

/** Notes what raw `ws` makes of a server, up to its end. */
async function trace(url: string): Promise<unknown[]> {
  const socket = new WebSocket(url)
  const seen: unknown[] = []
  socket.on('open', () => seen.push('open'))
  socket.on('message', (data: Buffer) => seen.push(data.toString()))
  socket.on('error', () => seen.push('error'))
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  seen.push(await within(5_000, 'the end', closed))
  return seen
}

describe('the adversary', () => {
  it('answers the handshake and speaks frames as raw ws understands them', async () => {
    const greeting = Buffer.concat([text('a'), ping('b'), text('c'.repeat(70_000)), close(4001)])
    await withAdversary(
      async (peer) => {
        await peer.accept()
        peer.write(greeting)
        peer.end('fin')
      },
      async (server) => {
        expect(await trace(server.url)).toEqual(['open', 'a', 'c'.repeat(70_000), 4001])
        const peer = await server.first()
        await peer.until(() => peer.frames.length === 2)
        expect(peer.frames).toMatchObject([
          { opcode: opcodes.pong, wasMasked: true, payload: Buffer.from('b') },
          { opcode: opcodes.close, wasMasked: true },
        ])
        expect(closeCodeOf(peer.frames)).toBe(4001)
      },
    )
  })

  it('slices into single bytes', async () => {
    await withAdversary(
      async (peer) => {
        const answer = answerTo(await peer.request())
        await peer.drip(Buffer.concat([answer, text('sliced'), close(1000)]), 1)
        peer.end('fin')
      },
      async (server) => expect(await trace(server.url)).toEqual(['open', 'sliced', 1000]),
    )
  })

  it.each(['fin', 'reset'] as const)('ends by %s in the middle of a frame', async (how) => {
    await withAdversary(
      async (peer) => {
        await peer.accept()
        await peer.drip(Buffer.concat([text('whole'), text('half').subarray(0, 4)]), 64)
        peer.end(how)
      },
      async (server) => expect(await trace(server.url)).toEqual(['open', 'whole', 1006]),
    )
  })

  it('closes a connection by a reset also while its FIN is on the way', async () => {
    await withAdversary(
      () => undefined,
      async ({ port }) => {
        const socket = connect({ port, host: '127.0.0.1' })
        await once(socket, 'connect')
        const closed = once(socket, 'close')
        socket.end()
        reset(socket)
        await within(5_000, 'the close', closed)
      },
    )
  })

  it('writes headers with a wrong length, opcode and reserved bits', () => {
    const wrong = { opcode: 3, rsv: 5, fin: false, claims: 7, lengthField: 2 } as const
    expect([...encodeFrame({ ...wrong, payload: 'x' })]).toEqual([0x53, 126, 0, 7, 0x78])
    const mask = Buffer.from([1, 2, 3, 4])
    expect([...encodeFrame({ opcode: 1, mask, payload: 'AB' })]).toEqual([
      129, 130, 1, 2, 3, 4, 64, 64,
    ])
  })

  it('states the length of its plain answer', () => {
    const request = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'
    expect(answerTo(request)).toHaveLength(answerLength)
    expect(answerTo(request).toString()).toContain('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=')
  })

  it('draws the same numbers from the same seed', () => {
    expect(seeded(7).bytes(4)).toEqual(seeded(7).bytes(4))
    expect(seeded(7).bytes(4)).not.toEqual(seeded(8).bytes(4))
  })
})

describe('the proxy', () => {
  const script: Script = async (peer) => {
    await peer.accept()
    peer.write(Buffer.concat([text('one'), text('two'), close(1000)]))
    peer.end('fin')
  }

  it.each<[string, (link: Link) => void, unknown[]]>([
    ['passes', () => undefined, ['open', 'one', 'two', 1000]],
    ['slices', (link) => link.toClient.slice(1), ['open', 'one', 'two', 1000]],
    ['delays', (link) => link.toClient.delay(20), ['open', 'one', 'two', 1000]],
    [
      'cuts by FIN',
      (link) => link.toClient.cutAfter(answerLength + 8, 'fin'),
      ['open', 'one', 1006],
    ],
    ['cuts by RST', (link) => link.toClient.cutAfter(answerLength + 2, 'reset'), ['open', 1006]],
    ['cuts the request', (link) => link.toServer.cutAfter(10, 'reset'), ['error', 1006]],
  ])('%s', async (_, hurt, expected) => {
    await withAdversary(script, async (server) => {
      const proxy = await startProxy(server.port, hurt)
      expect(await trace(proxy.url)).toEqual(expected)
      await proxy.close()
    })
  })

  it('holds everything in a black hole and lets it through afterwards', async () => {
    await withAdversary(script, async (server) => {
      const proxy = await startProxy(server.port, (link) => link.toClient.blackHole())
      const ended = trace(proxy.url)
      const peer = await server.first()
      await peer.request()
      expect(proxy.links[0]?.toClient.passedBytes).toBe(0)
      proxy.links[0]?.toClient.resume()
      expect(await ended).toEqual(['open', 'one', 'two', 1000])
      await proxy.close()
    })
  })
})
