import { describe, expect, it } from 'vitest'
import { clean, closingWith, lost } from './adversary/close-scripts.js'
import { close, encodeFrame, text } from './adversary/frames.js'
import { play } from './adversary/play.js'

describe('a close frame of the peer', () => {
  const forbidden = [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535]
  it.each(forbidden)('with code %i is a protocol error', async (code) => {
    const { info, error, wireCode } = await play(closingWith(close(code)))
    expect({ info, wireCode }).toEqual({ info: lost, wireCode: 1002 })
    expect(error).toMatchObject({ name: 'ConnectionClosedError', ...lost })
  })

  const planned = [1000, 1001]
  const alarming = [
    1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999,
  ]
  it.each([...planned, ...alarming])('with code %i reports that code', async (code) => {
    const { info, error, wireCode } = await play(closingWith(close(code, 'because')))
    expect({ info, wireCode }).toEqual({ info: clean(code, 'because'), wireCode: code })
    if (planned.includes(code)) expect(error).toBeUndefined()
    else expect(error).toMatchObject({ name: 'ConnectionClosedError', ...clean(code, 'because') })
  })

  it('without a code completes with 1005', async () => {
    const { info, error, wireCode } = await play(closingWith(close()))
    expect({ info, error, wireCode }).toEqual({
      info: clean(1005),
      error: undefined,
      wireCode: 1005,
    })
  })

  it.each([
    ['of one byte', 1002, encodeFrame({ opcode: 8, payload: 'x' })],
    ['with a reason that is not UTF-8', 1007, close(1000, Buffer.from([0xff]))],
    ['of 126 bytes', 1002, close(1000, 'x'.repeat(124))],
    ['that is fragmented', 1002, encodeFrame({ opcode: 8, fin: false })],
  ])('%s is a protocol error', async (_, code, bytes) => {
    const { info, wireCode } = await play(closingWith(bytes))
    expect({ info, wireCode }).toEqual({ info: lost, wireCode: code })
  })

  it.each(['x'.repeat(123), '€'.repeat(41), '\uFEFFmarked', 'a\0b'])(
    'reports its reason %j exactly',
    async (reason) => {
      const { info } = await play(closingWith(close(4000, reason)))
      expect(info).toEqual(clean(4000, reason))
    },
  )

  it('twice counts once', async () => {
    const { info } = await play(
      closingWith(Buffer.concat([close(4000), close(4001), text('late')])),
    )
    expect(info).toEqual(clean(4000))
  })
})
