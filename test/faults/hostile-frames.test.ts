import { describe, expect, it } from 'vitest'
import type { Frame } from '../../src/core/frame.js'
import { binary, close, encodeFrame, opcodes, ping, text } from './adversary/frames.js'
import { invalidUtf8 } from './adversary/invalid-utf8.js'
import type { Script } from './adversary/adversary.js'
import { play } from './adversary/play.js'

/** Opens, says something harmless, then the given frames, then goodbye for who is still listening. */
function saying(...frames: readonly Uint8Array[]): Script {
  return async (peer) => {
    await peer.accept()
    peer.write(Buffer.concat([text('before'), ...frames, text('after'), close(1000)]))
    await peer.untilEnded()
    peer.end('fin')
  }
}

const { continuation } = opcodes
const part = (opcode: number, payload: string | Uint8Array = 'x'): Buffer<ArrayBuffer> =>
  encodeFrame({ opcode, fin: false, payload })
const mask = Buffer.from([1, 2, 3, 4])
const lost = { code: 1006, reason: '', wasClean: false, initiator: 'failure' }

const illegal: readonly (readonly [string, number, Uint8Array])[] = [
  ['a masked frame', 1002, encodeFrame({ opcode: 1, mask, payload: 'masked' })],
  ...[1, 2, 4, 7].map(
    (rsv) => [`reserved bits ${rsv}`, 1002, encodeFrame({ opcode: 1, rsv, payload: 'x' })] as const,
  ),
  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map(
    (opcode) => [`opcode ${opcode}`, 1002, encodeFrame({ opcode, payload: 'x' })] as const,
  ),
  ['a continuation of nothing', 1002, encodeFrame({ opcode: continuation, payload: 'x' })],
  ['a text inside a fragmented text', 1002, Buffer.concat([part(1), text('inside')])],
  ['a binary inside a fragmented text', 1002, Buffer.concat([part(1), binary(mask)])],
  ['a ping of 126 bytes', 1002, ping('x'.repeat(126))],
  ['a fragmented ping', 1002, part(opcodes.ping)],
  ['a fragmented close', 1002, part(opcodes.close, '')],
  ['a compressed ping', 1002, encodeFrame({ opcode: opcodes.ping, rsv: 4 })],
  ['a 64-bit length with the top bit set', 1009, encodeFrame({ opcode: 2, claims: 2n ** 63n })],
  ['a length of 2^53', 1009, encodeFrame({ opcode: 2, claims: 2n ** 53n })],
  ['a length of 2^40', 1009, encodeFrame({ opcode: 2, claims: 2n ** 40n })],
  ['a text that is cut in a code point', 1007, text(Buffer.from([0x61, 0xe2, 0x82]))],
  [
    'a fragmented text that ends in a code point',
    1007,
    Buffer.concat([part(1, Buffer.from([0xe2])), encodeFrame({ opcode: 0 })]),
  ],
]

describe('a server that sends', () => {
  it.each(illegal)(
    '%s closes the channel with %i, and nothing of it is delivered',
    async (_, code, bytes) => {
      const { frames, error, info, wireCode } = await play(saying(bytes))
      expect({ frames, info, wireCode }).toEqual({ frames: ['before'], info: lost, wireCode: code })
      expect(error).toMatchObject({
        name: 'ConnectionClosedError',
        ...lost,
        cause: expect.any(Error) as Error,
      })
    },
  )

  it('invalid UTF-8 of any kind is never heard', { timeout: 60_000 }, async () => {
    for (const [name, bytes] of invalidUtf8) {
      const { frames, info, wireCode } = await play(saying(text(bytes)))
      expect({ name, frames, info, wireCode }).toEqual({
        name,
        frames: ['before'],
        info: lost,
        wireCode: 1007,
      })
    }
  })

  it('invalid UTF-8 in a fragment of a text is never heard', async () => {
    for (const [name, bytes] of invalidUtf8) {
      const half = Math.ceil(bytes.length / 2)
      const end = encodeFrame({ opcode: continuation, payload: bytes.subarray(half) })
      const { frames, info } = await play(saying(part(1, bytes.subarray(0, half)), end))
      expect({ name, frames, info }).toEqual({ name, frames: ['before'], info: lost })
    }
  })

  const legal: readonly (readonly [string, readonly Frame[], Uint8Array])[] = [
    [
      'a length that is not minimal',
      ['short'],
      encodeFrame({ opcode: 1, payload: 'short', lengthField: 2 }),
    ],
    [
      'a length in 64 bits though 7 are enough',
      ['short'],
      encodeFrame({ opcode: 1, payload: 'short', lengthField: 8 }),
    ],
    ['a byte order mark', ['\uFEFFx'], text('\uFEFFx')],
    [
      'NUL, noncharacters and a replacement character',
      ['\0\uFFFE\u{1FFFF}\uFFFD'],
      text('\0\uFFFE\u{1FFFF}\uFFFD'),
    ],
    [
      'nothing, in three ways',
      ['', new Uint8Array(), ''],
      Buffer.concat([text(''), binary(Buffer.alloc(0)), part(1, ''), encodeFrame({ opcode: 0 })]),
    ],
    [
      'a code point in two fragments',
      ['€'],
      Buffer.concat([
        part(1, Buffer.from([0xe2])),
        encodeFrame({ opcode: 0, payload: Buffer.from([0x82, 0xac]) }),
      ]),
    ],
    [
      'a ping and a pong inside a message',
      ['xy'],
      Buffer.concat([
        part(1),
        ping(),
        encodeFrame({ opcode: 10 }),
        encodeFrame({ opcode: 0, payload: 'y' }),
      ]),
    ],
    [
      'pongs that nobody asked for',
      [],
      Buffer.concat([encodeFrame({ opcode: 10, payload: 'x' }), encodeFrame({ opcode: 10 })]),
    ],
  ]
  it.each(legal)('%s is heard', async (_, expected, bytes) => {
    const { frames, error } = await play(async (peer) => {
      await saying(bytes)(peer)
    })
    expect({ frames, error }).toEqual({
      frames: ['before', ...expected, 'after'],
      error: undefined,
    })
  })

  it('a message whose end never comes leaves nothing of it behind', async () => {
    const { frames, info } = await play(async (peer) => {
      await peer.accept()
      peer.write(Buffer.concat([text('before'), part(1), part(0), part(0)]))
      peer.end('fin')
    })
    expect({ frames, info }).toEqual({ frames: ['before'], info: lost })
  })

  it('nonsense and then keeps the connection up is left at closeTimeout', async () => {
    const begin = performance.now()
    const { frames, info, wireCode } = await play(
      async (peer) => {
        await peer.accept()
        peer.write(encodeFrame({ opcode: 3 }))
        await peer.until(() => peer.frames.length > 0)
        peer.write(text('still here'))
      },
      { closeTimeout: 200 },
    )
    expect({ frames, info, wireCode }).toEqual({ frames: [], info: lost, wireCode: 1002 })
    expect(performance.now() - begin).toBeLessThan(1_000)
  })

  it('anything after its close frame is not heard', async () => {
    const { frames, info } = await play(saying(close(4000, 'over')))
    expect({ frames, info }).toEqual({
      frames: ['before'],
      info: { code: 4000, reason: 'over', wasClean: true, initiator: 'remote' },
    })
  })
})

describe('every frame', () => {
  it('has a buffer that nothing shares, however small and however it arrived', async () => {
    const count = 10_000
    const small = Buffer.concat(
      Array.from({ length: count }, (_, at) => binary(Buffer.from([at & 255, at >> 8, 7]))),
    )
    const { frames } = await play(saying(small))
    expect(frames).toHaveLength(count + 2)
    for (const [at, frame] of frames.slice(1, -1).entries()) {
      if (typeof frame === 'string') throw new Error('Expected a binary frame')
      if (frame.buffer.byteLength !== 3 || frame[0] !== (at & 255)) {
        expect.unreachable(`Frame ${at}`)
      }
    }
  })

  it('is the same object for each subscription', async () => {
    const others: Frame[] = []
    const { frames } = await play(saying(binary(mask)), {}, (channel) => {
      channel.stream.subscribe((frame) => others.push(frame))
    })
    expect(others[1]).toBe(frames[1])
  })
})
