import { afterAll, describe, expect, it } from 'vitest'
import type { Channel } from '../../src/core/channel.js'
import type { Frame, Sendable } from '../../src/core/frame.js'
import { inBatches } from './adversary/in-batches.js'
import { startSides, type Side } from './adversary/sides.js'

const sides = await startSides()
const integers = Array.from({ length: 5_002 }, (_, code) => code)

function isAllowed(code: number, { isServer }: Side): boolean {
  if (code === 1000 || (code >= 3000 && code <= 4999)) return true
  return isServer && ((code >= 1001 && code <= 1003) || (code >= 1007 && code <= 1014))
}

/** Every code that a client may send is tried on a separate channel where that is cheap, else some of them. */
function allowedCodes(side: Side): number[] {
  const all = integers.filter((code) => isAllowed(code, side))
  return side.name.includes('Node') ? all.filter((code) => code < 3_003 || code % 499 === 0) : all
}

const numbers = [
  -1,
  -1000,
  1000.5,
  3000.1,
  NaN,
  Infinity,
  -Infinity,
  2 ** 31,
  2 ** 53,
  65_536,
  1e300,
]
const others = [
  '1000',
  '',
  null,
  true,
  false,
  {},
  [],
  [1000],
  () => 1000,
  Symbol('1000'),
  1000n,
  new Date(),
]

function close(channel: Channel<Frame, Sendable>, code: unknown, reason?: unknown): unknown {
  try {
    void channel.sink.close(code as number, reason as string)
    return undefined
  } catch (error) {
    return error
  }
}

afterAll(sides.close)

const places = sides.all.flatMap((side) =>
  side.states.map((state) => ({ side, state, name: `${side.name}, ${state}` })),
)

describe.each(places)('on $name', ({ side, state }) => {
  it('no code but those allowed is taken, and nothing changes by trying', async () => {
    const channel = await side.make(state)
    const wrong: unknown[] = []
    for (const code of [...integers.filter((code) => !isAllowed(code, side)), ...numbers]) {
      if (!(close(channel, code) instanceof RangeError)) wrong.push(code)
    }
    for (const code of others) if (!(close(channel, code) instanceof TypeError)) wrong.push(code)
    expect(wrong).toEqual([])
    expect(channel.state).toBe(state)
    channel.abort()
  })

  it('each code that is allowed is taken', { timeout: 30_000 }, async () => {
    const wrong: unknown[] = []
    await inBatches(allowedCodes(side), 50, async (code) => {
      const channel = await side.make(state)
      const error = close(channel, code)
      if (error !== undefined) wrong.push(code)
      channel.abort()
    })
    expect(wrong).toEqual([])
  })

  it('no reason is taken that is too long, no string, or alone', async () => {
    const channel = await side.make(state)
    for (const reason of ['x'.repeat(124), '€'.repeat(42), '🙂'.repeat(31), '\uD800'.repeat(42)]) {
      expect(close(channel, 1000, reason)).toBeInstanceOf(RangeError)
    }
    for (const reason of [1, null, {}, new Uint8Array(4), Symbol('x')]) {
      expect(close(channel, 1000, reason)).toBeInstanceOf(TypeError)
    }
    for (const reason of ['alone', '']) {
      expect(close(channel, undefined, reason)).toBeInstanceOf(TypeError)
    }
    expect(channel.state).toBe(state)
    channel.abort()
  })

  it('each reason that fits is taken', async () => {
    for (const reason of ['', 'x'.repeat(123), '€'.repeat(41), '\uD800'.repeat(41)]) {
      const channel = await side.make(state)
      expect(close(channel, 1000, reason)).toBeUndefined()
      channel.abort()
    }
  })
})
