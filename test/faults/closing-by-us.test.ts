import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Script } from './adversary/adversary.js'
import { answering, clean, cut, hasCloseFrame } from './adversary/close-scripts.js'
import { close, text } from './adversary/frames.js'
import type { Peer } from './adversary/peer.js'
import { play } from './adversary/play.js'

describe('a close of ours', () => {
  it('waits for the answer', async () => {
    const begin = performance.now()
    const { info } = await play(answering(close(4000), 300), {}, async (channel) => {
      await channel.ready
      expect(await channel.sink.close(4000)).toEqual(clean(4000, '', 'local'))
    })
    expect(performance.now() - begin).toBeGreaterThan(290)
    expect(info).toEqual(clean(4000, '', 'local'))
  })

  it('reports the code of the answer', async () => {
    const { info, error, wireCode } = await play(
      answering(close(4009, 'mine')),
      {},
      async (channel) => {
        await channel.ready
        void channel.sink.close(4000, 'yours')
      },
    )
    expect({ info, error, wireCode }).toEqual({
      info: clean(4009, 'mine', 'local'),
      error: undefined,
      wireCode: 4000,
    })
  })

  it('delivers nothing that comes after it', async () => {
    const late = Buffer.concat([text('late'), text('later'), close(1000)])
    const { frames, info } = await play(answering(late), {}, async (channel) => {
      await channel.ready
      void channel.sink.close(1000)
    })
    expect({ frames, info }).toEqual({ frames: [], info: clean(1000, '', 'local') })
  })

  it('has the cause of its end, if the peer answers nonsense', async () => {
    const nonsense = Buffer.from([0xff, 0xff])
    const { info, error } = await play(answering(nonsense), {}, async (channel) => {
      await channel.ready
      void channel.sink.close(1000)
    })
    expect({ info, error }).toEqual({ info: cut, error: undefined })
    expect(info.cause).toMatchObject({ code: 'WS_ERR_UNEXPECTED_RSV_2_3' })
  })

  const silences: readonly (readonly [string, Script])[] = [
    ['never answers', async (peer) => peer.accept()],
    [
      'never stops talking',
      async (peer) => {
        await peer.accept()
        while (peer.ended === undefined) {
          peer.write(text('x'))
          await wait(10)
        }
      },
    ],
    ['stops in the middle of its answer', answeringHalf],
  ]
  it.each(silences)('of a peer that %s ends at closeTimeout', async (_, script) => {
    const begin = performance.now()
    const { info, error } = await play(script, { closeTimeout: 200 }, async (channel) => {
      await channel.ready
      void channel.sink.close(1000)
    })
    expect({ info, error }).toEqual({ info: cut, error: undefined })
    expect(performance.now() - begin).toSatisfy((took: number) => took > 190 && took < 1_000)
  })

  it('answered, but with a TCP connection that stays, ends within closeTimeout as it was: clean', async () => {
    const script: Script = async (peer) => {
      await peer.accept()
      await peer.until(hasCloseFrame)
      peer.write(close(1000))
    }
    const { info } = await play(script, { closeTimeout: 200 }, async (channel) => {
      await channel.ready
      void channel.sink.close(1000)
    })
    expect(info).toEqual(clean(1000, '', 'local'))
  })

  it('that is crossed by an RST ends as lost', async () => {
    const script: Script = async (peer) => {
      await peer.accept()
      await peer.until(hasCloseFrame)
      peer.end('reset')
    }
    const { info, error } = await play(script, {}, async (channel) => {
      await channel.ready
      void channel.sink.close(1000)
    })
    expect({ info, error }).toEqual({ info: cut, error: undefined })
  })

  it('twice sends the first code and returns the same promise', async () => {
    const { wireCode } = await play(answering(close(4000)), {}, async (channel) => {
      await channel.ready
      const first = channel.sink.close(4000)
      expect(channel.sink.close(4001)).toBe(first)
      await first
      expect(channel.sink.close(4002)).toBe(first)
    })
    expect(wireCode).toBe(4000)
  })

  it.each([undefined, 1000, 3000, 4999])('with code %s says so on the wire', async (code) => {
    const { wireCode } = await play(answering(close(1000)), {}, async (channel) => {
      await channel.ready
      void channel.sink.close(code)
    })
    expect(wireCode).toBe(code ?? 1005)
  })

  it.each(['x'.repeat(123), '€'.repeat(41), 'lone \uD800 surrogate'])(
    'gives the reason %j',
    async (reason) => {
      const { peer } = await play(answering(close(1000)), {}, async (channel) => {
        await channel.ready
        void channel.sink.close(4000, reason)
      })
      const [frame] = peer.frames
      expect(frame?.payload.subarray(2).toString()).toBe(Buffer.from(reason).toString())
    },
  )

  it('sends first what was added, all of it', { timeout: 30_000 }, async () => {
    // 32 headers of 14 bytes, masks included, and a close frame of 8.
    const wanted = 32 * (2 ** 20 + 14) + 8
    const script: Script = async (peer) => {
      const { length } = await peer.request()
      await peer.accept()
      await peer.until(() => peer.receivedBytes === length + wanted)
      peer.write(close(1000))
      peer.end('fin')
    }
    const { info } = await play(script, {}, async (channel) => {
      await channel.ready
      for (let at = 0; at < 32; at += 1) channel.sink.add(new Uint8Array(2 ** 20))
      void channel.sink.close(1000)
    })
    expect(info).toEqual(clean(1000, '', 'local'))
  })

  it(
    'with much to send to a peer that reads nothing ends at closeTimeout',
    { timeout: 30_000 },
    async () => {
      const script: Script = async (peer) => {
        await peer.accept()
        peer.stopReading()
        await wait(600)
        peer.resumeReading()
      }
      await play(script, { closeTimeout: 200 }, async (channel) => {
        await channel.ready
        const pouring = channel.sink.addStream(endless())
        while (channel.sink.bufferedAmount < 2 ** 20) await wait(5)
        const begin = performance.now()
        expect(await channel.sink.close(1000)).toEqual(cut)
        expect(performance.now() - begin).toBeLessThan(600)
        await expect(pouring).rejects.toMatchObject({ name: 'ConnectionClosedError', code: 1006 })
        expect(channel.sink.bufferedAmount).toBeGreaterThan(0)
      })
    },
  )
})

describe('abort', () => {
  it.each(['open', 'closing'] as const)(
    'while %s ends at once, and the peer sees it',
    async (when) => {
      const { info, error, seen } = await play(
        async (peer) => peer.accept(),
        {},
        async (channel) => {
          await channel.ready
          if (when === 'closing') void channel.sink.close(1000)
          channel.abort()
          expect([channel.state, channel.closeCode, channel.closeReason]).toEqual([
            'closed',
            1006,
            '',
          ])
        },
      )
      expect({ info, error }).toEqual({ info: cut, error: undefined })
      expect(seen.states.at(-2)).toBe('closed')
    },
  )
})

async function answeringHalf(peer: Peer): Promise<void> {
  await peer.accept()
  await peer.until(hasCloseFrame)
  peer.write(close(1000).subarray(0, 3))
}

function* endless(): Generator<Uint8Array> {
  for (;;) yield new Uint8Array(2 ** 18)
}
