import { concatMap } from 'rxjs'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { withAdversary, type Script } from './adversary/adversary.js'
import { binary, close } from './adversary/frames.js'
import { play } from './adversary/play.js'
import { within } from './adversary/within.js'
import { connect } from './adversary/connect.js'

const mebibyte = 2 ** 20

/** Takes the connection, reads nothing for a while, then everything. */
function lateReader(delay: number): Script {
  return async (peer) => {
    await peer.accept()
    peer.stopReading()
    await wait(delay)
    peer.resumeReading()
  }
}

describe('a peer that reads late', () => {
  it('makes addStream wait', { timeout: 20_000 }, async () => {
    await withAdversary(lateReader(500), async (server) => {
      const channel = connect(server.url)
      await channel.ready
      const begin = performance.now()
      const chunks = Array.from({ length: 16 }, () => new Uint8Array(mebibyte))
      await within(10_000, 'addStream', channel.sink.addStream(chunks))
      expect(performance.now() - begin).toBeGreaterThan(400)
      const peer = await server.first()
      await peer.until(() => peer.receivedBytes > 16 * mebibyte)
      channel.abort()
    })
  })

  it(
    'never queues much in this process if the caller awaits sink.ready',
    { timeout: 20_000 },
    async () => {
      await withAdversary(lateReader(300), async (server) => {
        const channel = connect(server.url, { highWaterMark: mebibyte })
        await channel.ready
        let most = 0
        for (let sent = 0; sent < 256; sent += 1) {
          await channel.sink.ready
          channel.sink.add(new Uint8Array(65_536))
          most = Math.max(most, channel.sink.bufferedAmount)
        }
        expect(most).toBeLessThan(mebibyte + 2 * 65_536)
        channel.abort()
      })
    },
  )

  it('that never reads lets sink.ready and addStream end with the channel', async () => {
    await withAdversary(lateReader(60_000), async (server) => {
      const channel = connect(server.url, { closeTimeout: 100 })
      await channel.ready
      for (let sent = 0; sent < 16; sent += 1) channel.sink.add(new Uint8Array(mebibyte))
      const waiting = channel.sink.ready
      const poured = channel.sink.addStream([new Uint8Array(1)])
      void channel.sink.close(1000)
      await within(2_000, 'sink.ready', waiting)
      await expect(within(2_000, 'addStream', poured)).rejects.toMatchObject({ code: 1006 })
      expect(channel.sink.bufferedAmount).toBeGreaterThan(mebibyte)
    })
  }, 20_000)
})

describe('an iterator that reads late', () => {
  const chunk = binary(Buffer.alloc(65_536))
  const fast: Script = async (peer) => {
    await peer.accept()
    await peer.flood(chunk, 512)
    peer.write(close(1000))
    await peer.untilEnded()
    peer.end('fin')
  }

  it('keeps the server from sending', { timeout: 20_000 }, async () => {
    let sentAt = 0
    const script: Script = async (peer) => {
      await peer.accept()
      await peer.flood(chunk, 512)
      sentAt = performance.now()
      peer.write(close(1000))
      peer.end('fin')
    }
    await withAdversary(script, async (server) => {
      const channel = connect(server.url)
      const begin = performance.now()
      const iterator = channel.stream[Symbol.asyncIterator]()
      await iterator.next()
      await wait(500)
      const sizes = [chunk.length]
      for await (const frame of { [Symbol.asyncIterator]: () => iterator }) {
        sizes.push(frame.length)
      }
      expect(sizes).toHaveLength(512)
      expect(sentAt - begin).toBeGreaterThan(400)
    })
  })

  it.each(['close', 'abort'] as const)('does not keep %s from ending the channel', async (how) => {
    await withAdversary(fast, async (server) => {
      const channel = connect(server.url, { closeTimeout: 500 })
      const iterator = channel.stream[Symbol.asyncIterator]()
      await iterator.next()
      await wait(100)
      if (how === 'close') void channel.sink.close(1000)
      else channel.abort()
      await within(2_000, 'the end', channel.closed)
      expect(await within(1_000, 'the end of the iterator', iterator.next())).toEqual({
        done: true,
        value: undefined,
      })
    })
  })

  it('sees the end of the peer when it has caught up', { timeout: 20_000 }, async () => {
    await withAdversary(
      async (peer) => {
        await peer.accept()
        await peer.flood(chunk, 64)
        peer.end('fin')
      },
      async (server) => {
        const channel = connect(server.url)
        const sizes: number[] = []
        const read = async (): Promise<void> => {
          for await (const frame of channel.stream) {
            sizes.push(frame.length)
            await wait(2)
          }
        }
        await expect(within(10_000, 'the end', read())).rejects.toMatchObject({ code: 1006 })
        expect(sizes).toEqual(Array.from({ length: 64 }, () => 65_536))
      },
    )
  })

  it('is not declared gone while it keeps the socket paused', async () => {
    const keepAlive = { interval: 40, timeout: 40 }
    await withAdversary(fast, async (server) => {
      const channel = connect(server.url, {
        keepAlive,
        highWaterMark: 100_000,
      })
      const iterator = channel.stream[Symbol.asyncIterator]()
      await iterator.next()
      await wait(400)
      expect(channel.state).toBe('open')
      channel.abort()
    })
  })
})

describe('a subscriber that is slower than the server', () => {
  it(
    'holds its own queue: nothing is lost, nor is the peer declared gone',
    { timeout: 20_000 },
    async () => {
      const handled: number[] = []
      const script: Script = async (peer) => {
        await peer.accept()
        for (let at = 0; at < 200; at += 1) peer.write(binary(Buffer.from([at])))
        await peer.until(() => peer.frames.some((frame) => frame.opcode === 8))
        peer.write(close(1000))
        peer.end('fin')
      }
      await play(script, { keepAlive: { interval: 1_000, timeout: 1_000 } }, async (channel) => {
        await new Promise<void>((resolve) => {
          channel.stream
            .pipe(concatMap(async (frame) => (await wait(1), frame)))
            .subscribe((frame) => {
              if (handled.push(Number(frame[0])) === 200) resolve()
            })
        })
        await channel.sink.close(1000)
      })
      expect(handled).toEqual(Array.from({ length: 200 }, (_, at) => at))
    },
  )
})
