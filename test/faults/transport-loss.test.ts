import { describe, expect, it } from 'vitest'
import { type NodeWebSocketChannel } from '../../src/node.js'
import { withAdversary, type Script } from './adversary/adversary.js'
import { encodeFrame, opcodes, text } from './adversary/frames.js'
import { play } from './adversary/play.js'
import { seedOfRun, seeded } from './adversary/random.js'
import { startProxy, type Proxy } from './adversary/proxy.js'
import type { Cut, Peer } from './adversary/peer.js'
import { errorOf, watch } from './adversary/watch.js'
import { within } from './adversary/within.js'
import { connect } from './adversary/connect.js'

const lost = { code: 1006, reason: '', wasClean: false, initiator: 'failure' }
const gone = { name: 'KeepAliveTimeoutError', ...lost }
const keepAlive = { interval: 60, timeout: 120 }

const half = text('only half of this').subarray(0, 9)
const header = encodeFrame({ opcode: opcodes.binary, payload: Buffer.alloc(300) }).subarray(0, 3)
const fragment = encodeFrame({ opcode: opcodes.text, fin: false, payload: 'first part' })

describe('an open connection that is cut', () => {
  const places: readonly (readonly [string, Uint8Array])[] = [
    ['between frames', Buffer.alloc(0)],
    ['in a header', header],
    ['in a payload', half],
    ['inside a fragmented message', fragment],
  ]
  const cases = places.flatMap(([place, bytes]) =>
    (['fin', 'reset'] as const).map((how): readonly [string, Cut, Uint8Array] => [
      place,
      how,
      bytes,
    ]),
  )
  it.each(cases)('%s by %s ends with 1006 and no part of a message', async (_, how, bytes) => {
    const { frames, error, info, seen } = await play(async (peer) => {
      await peer.accept()
      await peer.drip(Buffer.concat([text('whole'), bytes]), 1_000)
      peer.end(how)
    })
    expect({ frames, info }).toEqual({ frames: ['whole'], info: lost })
    expect(error).toMatchObject({ name: 'ConnectionClosedError', ...lost })
    expect(seen.ready()).toEqual({ kind: 'resolved', value: undefined })
  })

  it('counts as unsent what is added after it', async () => {
    await play(
      async (peer) => {
        await peer.accept()
        peer.end('reset')
      },
      {},
      async (channel) => {
        await channel.closed
        const before = channel.sink.bufferedAmount
        channel.sink.add('lost')
        expect(channel.sink.bufferedAmount - before).toBe(4)
        await expect(channel.sink.addStream(['lost'])).rejects.toMatchObject(lost)
      },
    )
  })
})

describe('a connection that breaks while the peer does not read', () => {
  it('fails an addStream whose bytes it had not taken', async () => {
    const script: Script = async (peer) => {
      await peer.accept()
      peer.stopReading()
    }
    await withAdversary(script, async (server) => {
      const channel = connect(server.url)
      await channel.ready
      const poured = channel.sink.addStream([new Uint8Array(2 ** 25)])
      const rejection = expect(poured).rejects.toMatchObject(lost)
      const peer = await server.first()
      peer.end('reset')
      await within(2_000, 'the rejection', rejection)
    })
  })
})

describe('a connection into a black hole', () => {
  const echo: Script = async (peer) => {
    await peer.accept()
    peer.write(text('hello'))
  }
  const through = async (
    script: Script,
    task: (proxy: Proxy, channel: NodeWebSocketChannel, peer: Peer) => Promise<void>,
  ): Promise<void> =>
    withAdversary(script, async (server) => {
      const proxy = await startProxy(server.port)
      const channel = connect(proxy.url, { keepAlive })
      await within(2_000, 'the opening', channel.ready)
      await task(proxy, channel, await server.first())
      await proxy.close()
    })

  it('is declared gone when nothing comes back', () =>
    through(echo, async (proxy, channel) => {
      const seen = watch(channel)
      proxy.links[0]?.toClient.blackHole()
      proxy.links[0]?.toServer.blackHole()
      await within(2_000, 'the end', seen.ended)
      expect(errorOf(seen)).toMatchObject(gone)
    }))

  it('is declared gone while it is sending without end', () =>
    through(echo, async (proxy, channel) => {
      const seen = watch(channel)
      proxy.links[0]?.toClient.blackHole()
      proxy.links[0]?.toServer.blackHole()
      const sender = setInterval(() => channel.sink.next('x'.repeat(10_000)), 5)
      await within(2_000, 'the end', seen.ended)
      clearInterval(sender)
      expect(errorOf(seen)).toMatchObject(gone)
    }))

  it('stays while frames come in, though what it sends is swallowed', () =>
    through(echo, async (proxy, channel, peer) => {
      proxy.links[0]?.toServer.blackHole()
      const talk = setInterval(() => peer.write(text('still here')), 20)
      const frames: unknown[] = []
      await within(
        3_000,
        '30 frames',
        new Promise<void>((resolve) => {
          channel.stream.subscribe((frame) => {
            if (frames.push(frame) === 30) resolve()
          })
        }),
      )
      expect(channel.state).toBe('open')
      clearInterval(talk)
      channel.abort()
    }))

  it('stays while the bytes of one slow message come in', () =>
    through(echo, async (_, channel, peer) => {
      const message = text('x'.repeat(1_000))
      let at = 0
      const drip = setInterval(() => peer.write(message.subarray(at, (at += 20))), 15)
      const frames: unknown[] = []
      await within(
        3_000,
        'the message',
        new Promise<void>((resolve) => {
          channel.stream.subscribe((frame) => {
            frames.push(frame)
            if (frame === 'x'.repeat(1_000)) resolve()
          })
        }),
      )
      clearInterval(drip)
      expect(channel.state).toBe('open')
      channel.abort()
    }))

  it('stays through latency and jitter that are shorter than the timeout', () =>
    withAdversary(
      async (peer) => {
        await peer.accept()
        await answerPings(peer)
      },
      async (server) => {
        const random = seeded(seedOfRun())
        const proxy = await startProxy(server.port, (link) => {
          link.toServer.delay(() => 20 + random.below(60))
          link.toClient.delay(() => 20 + random.below(60))
        })
        const patient = { interval: 50, timeout: 400 }
        const channel = connect(proxy.url, { keepAlive: patient })
        await channel.ready
        const peer = await server.first()
        await within(
          5_000,
          '10 pings',
          peer.until(() => peer.frames.length >= 10),
        )
        expect(channel.state).toBe('open')
        channel.abort()
        await proxy.close()
      },
    ))

  it('is declared gone when it neither reads nor talks, with much waiting for it', () =>
    withAdversary(
      async (peer) => {
        await peer.accept()
        peer.stopReading()
      },
      async (server) => {
        const channel = connect(server.url, { keepAlive })
        const seen = watch(channel)
        for (let at = 0; at < 20; at += 1) channel.sink.add(new Uint8Array(2 ** 20))
        await within(3_000, 'the end', seen.ended)
        expect(errorOf(seen)).toMatchObject(gone)
        expect(channel.sink.bufferedAmount).toBeGreaterThan(2 ** 20)
      },
    ))

  it('loses nothing when the path comes back in time', () =>
    withAdversary(echo, async (server) => {
      const proxy = await startProxy(server.port, (link) => link.toClient.blackHole())
      const channel = connect(proxy.url)
      const frame = new Promise((resolve) => channel.stream.subscribe(resolve))
      await server.first()
      proxy.links[0]?.toClient.resume()
      expect(await within(2_000, 'the frame', frame)).toBe('hello')
      channel.abort()
      await proxy.close()
    }))

  it.each(['close', 'abort'] as const)('ends by %s within its deadline', (how) =>
    withAdversary(echo, async (server) => {
      const proxy = await startProxy(server.port)
      const channel = connect(proxy.url, { closeTimeout: 100 })
      const seen = watch(channel)
      await channel.ready
      proxy.links[0]?.toServer.blackHole()
      if (how === 'abort') channel.abort()
      else void channel.sink.close(4000)
      const info = await within(1_000, 'the end', seen.ended)
      expect(info).toEqual({ code: 1006, reason: '', wasClean: false, initiator: 'local' })
      expect(errorOf(seen)).toBeUndefined()
      await proxy.close()
    }),
  )
})

async function answerPings(peer: Peer): Promise<void> {
  for (let answered = 0; peer.ended === undefined;) {
    await peer.until(() => peer.frames.length > answered || peer.ended !== undefined)
    for (const frame of peer.frames.slice(answered)) {
      if (frame.opcode === opcodes.ping) {
        peer.write(encodeFrame({ opcode: opcodes.pong, payload: frame.payload }))
      }
      answered += 1
    }
  }
}
