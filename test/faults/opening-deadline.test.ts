import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { NodeWebSocketChannel } from '../../src/node.js'
import { withAdversary, type Script } from './adversary/adversary.js'
import { answerTo } from './adversary/handshake.js'
import { play } from './adversary/play.js'
import { startProxy } from './adversary/proxy.js'
import { watch } from './adversary/watch.js'
import { within } from './adversary/within.js'
import { connect } from './adversary/connect.js'
import { answeringLate, block } from './answering-late.js'

const timedOut = { name: 'ConnectionFailedError', phase: 'timeout' }

describe('an opening that takes too long', () => {
  const slow: readonly (readonly [string, Script])[] = [
    ['says nothing', () => undefined],
    [
      'drips a header byte per 50 ms',
      async (peer) => {
        for (const byte of answerTo(await peer.request())) {
          if (peer.ended !== undefined) return
          peer.write(Buffer.from([byte]))
          await wait(50)
        }
      },
    ],
    [
      'sends 102 after 102',
      async (peer) => {
        await peer.request()
        while (peer.ended === undefined) {
          peer.write('HTTP/1.1 102 Processing\r\n\r\n')
          await wait(50)
        }
      },
    ],
  ]
  it.each(slow)('ends at connectTimeout when the server %s', async (_, script) => {
    const begin = performance.now()
    const { error, peer } = await play(script, { connectTimeout: 300 })
    expect(error).toMatchObject(timedOut)
    expect(performance.now() - begin).toSatisfy((took: number) => took > 290 && took < 900)
    expect(peer.ended).toBeDefined()
  })

  it('does not end while the answer is there, but the process was blocked', async () => {
    const server = await answeringLate('upgrade')
    const channel = NodeWebSocketChannel.connect(server.url, { connectTimeout: 150 })
    await server.asked()
    block(400)
    await channel.ready
    channel.abort()
    await server.stop()
  })

  it('ends at connectTimeout when a black hole swallows the request', async () => {
    await withAdversary(
      () => undefined,
      async (server) => {
        const proxy = await startProxy(server.port, (link) => {
          link.toServer.blackHole()
          link.toClient.blackHole()
        })
        const channel = connect(proxy.url, { connectTimeout: 100 })
        await expect(channel.ready).rejects.toMatchObject(timedOut)
        await proxy.close()
      },
    )
  })

  it('ends at connectTimeout when a TLS server says nothing', async () => {
    await withAdversary(
      () => undefined,
      async (server) => {
        const url = server.url.replace('ws:', 'wss:')
        const channel = connect(url, { connectTimeout: 100 })
        await expect(channel.ready).rejects.toMatchObject(timedOut)
        const peer = await server.first()
        await within(2_000, 'the end of the socket', peer.untilEnded())
      },
    )
  })

  it('is over for good: a late opening finds nobody', async () => {
    const { error, seen } = await play(
      async (peer) => {
        await peer.request()
        await peer.untilEnded()
        await peer.accept()
      },
      { connectTimeout: 100 },
    )
    expect(error).toMatchObject(timedOut)
    expect(seen.states).toEqual(['connecting', 'closed', 'complete'])
  })

  it('counts per channel: of 25 to a server that opens one at a time all open', async () => {
    let turn: Promise<unknown> = Promise.resolve()
    const oneByOne: Script = async (peer) => {
      await peer.request()
      const before = turn
      turn = before.then(() => wait(5))
      await turn
      await peer.accept()
    }
    await withAdversary(oneByOne, async (server) => {
      const channels = Array.from({ length: 25 }, () => connect(server.url))
      await within(5_000, 'all to open', Promise.all(channels.map((channel) => channel.ready)))
      for (const channel of channels) channel.abort()
    })
  })
})

describe('an opening that is given up', () => {
  it('opens no connection when the signal was aborted before', async () => {
    await withAdversary(
      () => undefined,
      async (server) => {
        const signal = AbortSignal.abort(new Error('Not needed'))
        const channel = connect(server.url, { signal })
        await expect(channel.ready).rejects.toThrow('Not needed')
        // A second connection, made later, is the first that the server sees.
        const second = connect(server.url)
        await server.first()
        expect(server.peers).toHaveLength(1)
        second.abort()
      },
    )
  })

  it.each([0, 50])('by close, %i ms after connect, ends within closeTimeout', async (delay) => {
    const { error, seen, peer } = await play(
      () => undefined,
      { closeTimeout: 100 },
      async (channel) => {
        await wait(delay)
        void channel.sink.close()
        expect(channel.state).toBe('closing')
      },
    )
    expect(error).toMatchObject(timedOut)
    expect(seen.states).toEqual(['connecting', 'closing', 'closed', 'complete'])
    expect(peer.ended).toBeDefined()
  })

  it('by a refused close code goes on', async () => {
    const { error } = await play(
      async (peer) => peer.accept(),
      {},
      async (channel) => {
        expect(() => channel.sink.close(1001)).toThrow(RangeError)
        expect(channel.state).toBe('connecting')
        await channel.ready
        channel.abort()
      },
    )
    expect(error).toBeUndefined()
  })

  it('by abort drops the connection', async () => {
    const { error, peer } = await play(
      () => undefined,
      {},
      async (channel, peer) => {
        await (await peer).request()
        channel.abort()
      },
    )
    expect(error).toMatchObject({ name: 'AbortError' })
    expect(peer.ended).toBeDefined()
  })

  it('ignores what it cannot know: two channels to one address do not disturb each other', async () => {
    await withAdversary(
      async (peer) => peer.accept(),
      async (server) => {
        const [one, two] = [0, 1].map(() => connect(server.url))
        if (one === undefined || two === undefined) throw new Error('No channels')
        one.abort()
        await within(2_000, 'the second to open', two.ready)
        two.abort()
        await watch(two).ended
      },
    )
  })
})
