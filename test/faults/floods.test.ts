import { constants, deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { binary, close, encodeFrame, opcodes, ping, text } from './adversary/frames.js'
import { withAdversary, type Script } from './adversary/adversary.js'
import { play } from './adversary/play.js'
import { errorOf, watch } from './adversary/watch.js'
import { within } from './adversary/within.js'
import { connect } from './adversary/connect.js'

const deflate = 'Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover'

function flooding(bytes: Uint8Array, times: number, more: readonly string[] = []): Script {
  return async (peer) => {
    await peer.accept(more)
    await peer.flood(bytes, times)
    peer.write(close(1000))
    await peer.untilEnded()
    peer.end('fin')
  }
}

/** A deflated message as RFC 7692 wants it: without the four bytes that a flush ends with. */
function deflated(payload: Uint8Array): Buffer<ArrayBuffer> {
  const compressed = deflateRawSync(payload, { finishFlush: constants.Z_SYNC_FLUSH })
  return encodeFrame({ opcode: opcodes.binary, rsv: 4, payload: compressed.subarray(0, -4) })
}

const lost = { code: 1006, reason: '', wasClean: false, initiator: 'failure' }
const tooBig = {
  name: 'ConnectionClosedError',
  code: 1006,
  wasClean: false,
  initiator: 'failure',
  cause: expect.any(Error) as Error,
}

describe('a flood of', () => {
  const piece = (opcode: number, payload: string): Buffer =>
    encodeFrame({ opcode, fin: false, payload })

  it.each(['', 'x'])(
    'a million fragments of %j ends the channel',
    { timeout: 30_000 },
    async (payload) => {
      const many = Buffer.concat(Array.from({ length: 10_000 }, () => piece(0, payload)))
      const { error, frames, wireCode } = await play(async (peer) => {
        await peer.accept()
        peer.write(piece(1, payload))
        await peer.flood(many, 100)
        await peer.untilEnded()
        peer.end('fin')
      })
      expect(error).toMatchObject(tooBig)
      expect({ frames, wireCode }).toEqual({ frames: [], wireCode: 1008 })
    },
  )

  it('100,000 pings is answered, with a bounded memory', { timeout: 30_000 }, async () => {
    const pings = Buffer.concat(Array.from({ length: 1_000 }, () => ping('x'.repeat(125))))
    const before = process.memoryUsage().rss
    const { info } = await play(flooding(pings, 100))
    expect(info).toMatchObject({ code: 1000, wasClean: true })
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20)
  })

  it(
    '100,000 frames in one piece is delivered whole and in order',
    { timeout: 30_000 },
    async () => {
      const count = 100_000
      const frames = Array.from({ length: count }, (_, at) => text(String(at)))
      const played = await play(flooding(Buffer.concat(frames), 1))
      expect(played.error).toBeUndefined()
      expect(played.frames).toHaveLength(count)
      expect(played.frames.every((frame, at) => frame === String(at))).toBe(true)
    },
  )

  it('tiny TCP segments is delivered whole', { timeout: 30_000 }, async () => {
    const bytes = Buffer.concat(Array.from({ length: 2_000 }, () => text('tiny')))
    const { frames } = await play(
      async (peer) => {
        await peer.accept()
        await peer.drip(bytes, 1)
        peer.write(close(1000))
        peer.end('fin')
      },
      { connectTimeout: 0 },
    )
    expect(frames).toEqual(Array.from({ length: 2_000 }, () => 'tiny'))
  })

  it('empty frames that nobody reads ends at maxHeldBytes', { timeout: 30_000 }, async () => {
    const many = Buffer.concat(Array.from({ length: 10_000 }, () => text('')))
    await withAdversary(flooding(many, 100), async (server) => {
      const channel = connect(server.url, { maxHeldBytes: 2 ** 20 })
      expect(await within(10_000, 'the end', channel.closed)).toEqual(lost)
      const seen = watch(channel)
      await seen.ended
      expect(errorOf(seen)).toMatchObject({ name: 'BufferOverflowError', limit: 2 ** 20 })
      // What was held is still delivered: as many as weigh 64 bytes each, and 1,024 that weigh nothing.
      const most = 1_024 + 2 ** 20 / 64
      expect(seen.frames().length).toSatisfy((count: number) => Math.abs(count - most) <= 1)
    })
  })
})

describe('a message over maxPayload', () => {
  const limit = { maxPayload: 10_000 }
  const fragments = Buffer.concat([
    encodeFrame({ opcode: 2, fin: false, payload: Buffer.alloc(9_000) }),
    encodeFrame({ opcode: 0, payload: Buffer.alloc(1_001) }),
  ])
  it.each([
    ['in one frame', binary(Buffer.alloc(10_001))],
    ['claimed by a header alone', encodeFrame({ opcode: 2, claims: 10_001 })],
    ['as the sum of its fragments', fragments],
  ])('%s ends the channel with 1009', async (_, bytes) => {
    const { error, frames, wireCode } = await play(flooding(bytes, 1), limit)
    expect(error).toMatchObject(tooBig)
    expect({ frames, wireCode }).toEqual({ frames: [], wireCode: 1009 })
  })

  it('of exactly that size is delivered', async () => {
    const { frames, error } = await play(flooding(binary(Buffer.alloc(10_000)), 1), limit)
    expect({ sizes: frames.map((frame) => frame.length), error }).toEqual({
      sizes: [10_000],
      error: undefined,
    })
  })

  it(
    'after inflation ends the channel, of a bomb little is inflated',
    { timeout: 30_000 },
    async () => {
      const before = process.memoryUsage().rss
      const bomb = deflated(Buffer.alloc(300 * 2 ** 20))
      const { error, frames, wireCode } = await play(flooding(bomb, 1, [deflate]), {
        perMessageDeflate: true,
        maxPayload: 2 ** 20,
      })
      expect(error).toMatchObject(tooBig)
      expect({ frames, wireCode }).toEqual({ frames: [], wireCode: 1009 })
      expect(process.memoryUsage().rss - before).toBeLessThan(400 * 2 ** 20)
    },
  )
})

describe('deflated data', () => {
  it('that is whole is delivered', async () => {
    const payload = Buffer.from('deflate me '.repeat(100))
    const { frames } = await play(flooding(deflated(payload), 3, [deflate]), {
      perMessageDeflate: true,
    })
    expect(frames).toEqual(Array.from({ length: 3 }, () => Uint8Array.from(payload)))
  })

  it('that is corrupt ends the channel', async () => {
    const corrupt = encodeFrame({ opcode: 2, rsv: 4, payload: Buffer.alloc(64, 0xff) })
    const { error, frames, wireCode } = await play(flooding(corrupt, 1, [deflate]), {
      perMessageDeflate: true,
    })
    expect(error).toMatchObject(tooBig)
    expect({ frames, wireCode }).toEqual({ frames: [], wireCode: 1007 })
  })

  it('that nobody agreed on ends the channel', async () => {
    const { error, wireCode } = await play(flooding(deflated(Buffer.from('x')), 1))
    expect(error).toMatchObject(tooBig)
    expect(wireCode).toBe(1002)
  })
})
