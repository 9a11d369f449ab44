import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type BackoffOptions,
  exponentialBackoff,
} from '../../../src/layers/reconnecting/backoff.js'

/** Numbers from 0, with the edges of what a double is. */
const amount = fc.oneof(
  fc.double({ min: 0, noNaN: true }),
  fc.integer({ min: 0, max: 100_000 }),
  fc.constantFrom(0, Number.MIN_VALUE, Number.MAX_VALUE, Infinity),
)
const options = fc.record(
  {
    initial: amount,
    factor: amount.map((value) => value + 1),
    max: amount,
    jitter: fc.constantFrom('full' as const, 'none' as const),
    random: fc
      .double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
      .map((value) => () => value),
  },
  { requiredKeys: [] },
)
const attempts = fc.oneof(
  fc.integer({ min: 1, max: 50 }),
  fc.constantFrom(1, 1024, 1_000_000, Number.MAX_SAFE_INTEGER),
)

/** A source of numbers that are the same in each run: the minimal standard generator of Park and Miller. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

describe('exponential backoff', () => {
  it('is from 0 to `max` for arbitrary options and attempts, never NaN', () => {
    fc.assert(
      fc.property(options, attempts, (given, attempt) => {
        const delay = exponentialBackoff(given)(attempt)
        const { max = 30_000 } = given
        return delay >= 0 && delay <= max
      }),
      { numRuns: 2_000 },
    )
  })

  it('without jitter never falls from one attempt to the next', () => {
    fc.assert(
      fc.property(options, attempts, (given, attempt) => {
        const backoff = exponentialBackoff({ ...given, jitter: 'none' })
        return backoff(attempt) <= backoff(attempt + 1)
      }),
    )
  })

  it('with jitter never exceeds what it is without', () => {
    fc.assert(
      fc.property(options, attempts, (given, attempt) => {
        const without = exponentialBackoff({ ...given, jitter: 'none' })(attempt)
        return exponentialBackoff({ ...given, jitter: 'full' })(attempt) <= without
      }),
    )
  })

  it('grows from 500 ms, twice as long each time, to 30 seconds', () => {
    const backoff = exponentialBackoff({ jitter: 'none' })
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 1_000].map(backoff)
    expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000])
  })

  it('grows by the factor from `initial`', () => {
    const backoff = exponentialBackoff({ initial: 10, factor: 3, max: 200, jitter: 'none' })
    expect([1, 2, 3, 4].map(backoff)).toEqual([10, 30, 90, 200])
  })

  it('is at most `max` for the first attempt too', () => {
    expect(exponentialBackoff({ initial: 500, max: 100, jitter: 'none' })(1)).toBe(100)
  })

  it.each([
    [{ initial: 0, factor: Infinity, max: Infinity }, 0],
    [{ initial: Infinity, factor: 1, max: Infinity }, Infinity],
    [{ initial: 1, factor: 1e308, max: Infinity }, Infinity],
    [{ initial: 7, factor: 1, max: Infinity }, 7],
    [{ initial: 7, factor: 2, max: 0 }, 0],
  ])('with %j is %s before the third attempt', (given, delay) => {
    expect(exponentialBackoff({ ...given, jitter: 'none' })(3)).toBe(delay)
  })

  it.each([0, 0.999_999_999])('is finite with jitter, for the random number %s', (value) => {
    const given = { initial: Infinity, max: Infinity, random: () => value }
    expect(exponentialBackoff(given)(1)).toBe(value * Number.MAX_VALUE)
  })

  it('takes the random number of its source, one for each delay', () => {
    const numbers = [0.5, 0.25, 0]
    const backoff = exponentialBackoff({ random: () => numbers.shift() ?? 1 })
    expect([backoff(1), backoff(2), backoff(3), numbers]).toEqual([250, 250, 0, []])
  })

  it('takes no random number without jitter', () => {
    const random = (): never => {
      throw new Error('asked for a random number')
    }
    expect(exponentialBackoff({ jitter: 'none', random })(1)).toBe(500)
  })

  it('spreads delays evenly from 0 to the whole, the first ones too', () => {
    const backoff = exponentialBackoff({ random: seeded(42) })
    for (const [attempt, whole] of [
      [1, 500] as const,
      [4, 4_000] as const,
      [30, 30_000] as const,
    ]) {
      const bins = new Array<number>(10).fill(0)
      for (let index = 0; index < 10_000; index++) {
        const bin = Math.floor((backoff(attempt) / whole) * 10)
        bins[bin] = (bins[bin] ?? 0) + 1
      }
      // 1,000 expected in each, the standard deviation is 30.
      expect(bins).toHaveLength(10)
      expect(Math.min(...bins)).toBeGreaterThan(880)
      expect(Math.max(...bins)).toBeLessThan(1_120)
    }
  })

  it('uses `Math.random`, so that two clients do not come back together', () => {
    const delays = Array.from({ length: 20 }, () => exponentialBackoff()(10))
    expect(new Set(delays).size).toBeGreaterThan(1)
  })
})

describe('exponential backoff refuses', () => {
  it.each<[options: unknown, error: Error]>([
    [null, new TypeError('Cannot use options of type null: use type object')],
    [5, new TypeError('Cannot use options of type number: use type object')],
    [
      { base: 5 },
      new TypeError('Cannot use option base: use factor, initial, jitter, max, random'),
    ],
    [{ initial: '5' }, new TypeError('Cannot use initial of type string: use type number')],
    [{ initial: NaN }, new RangeError('Cannot use initial NaN: use 0 to Infinity')],
    [{ initial: -1 }, new RangeError('Cannot use initial -1: use 0 to Infinity')],
    [{ factor: null }, new TypeError('Cannot use factor of type null: use type number')],
    [{ factor: 0.99 }, new RangeError('Cannot use factor 0.99: use 1 to Infinity')],
    [{ factor: NaN }, new RangeError('Cannot use factor NaN: use 0 to Infinity')],
    [{ max: '1' }, new TypeError('Cannot use max of type string: use type number')],
    [{ max: -0.1 }, new RangeError('Cannot use max -0.1: use 0 to Infinity')],
    [{ max: NaN }, new RangeError('Cannot use max NaN: use 0 to Infinity')],
    [{ jitter: true }, new TypeError('Cannot use jitter of type boolean: use type string')],
    [{ jitter: 'half' }, new RangeError('Cannot use jitter "half": use "full" or "none"')],
    [{ random: 0.5 }, new TypeError('Cannot use random of type number: use type function')],
  ])('options %j at once', (given, error) => {
    expect(() => exponentialBackoff(given as BackoffOptions)).toThrow(error)
  })

  it('nothing that is `undefined`', () => {
    const given = { initial: undefined, factor: undefined, max: undefined, random: undefined }
    const backoff = exponentialBackoff({ ...given, jitter: 'none', other: undefined } as object)
    expect(backoff(1)).toBe(500)
  })
})
