import { describe, expect, it } from 'vitest'
import {
  answering,
  asksToWait,
  backingOff,
  decideOn,
  error,
  goingAway,
  misuse,
  next,
  temporary,
} from './deciding.js'

describe('`shouldReconnect`', () => {
  it('is asked with the failure, the number of the attempt that would come, and the time', () => {
    const asked: unknown[] = []
    const shouldReconnect = (...parameters: unknown[]): boolean => {
      asked.push(...parameters)
      return true
    }
    decideOn(goingAway, { shouldReconnect }, { failures: 3, elapsed: 1_234 })
    decideOn(temporary, { shouldReconnect }, { failures: 0 })
    expect(asked).toEqual([
      { error, close: goingAway.close, attempt: 4, elapsed: 1_234 },
      { error, close: undefined, attempt: 1, elapsed: 0 },
    ])
  })

  it('replaces the rules: `true` goes on after any failure, with the delay of `backoff`', () => {
    expect(decideOn(misuse, answering(true))).toEqual(next(700))
  })

  it('`false` ends as the failure did, in completion where its stream completed', () => {
    expect(decideOn(temporary, answering(false))).toEqual({
      ends: true,
      error,
      errorBox: { error },
    })
    expect(decideOn(goingAway, answering(false))).toEqual({
      ends: true,
      error,
      errorBox: undefined,
    })
  })

  it.each([0, 0.5, 12, 1e300, Infinity])('a number is the delay: %d', (delay) => {
    const asked: number[] = []
    const backoff = (attempt: number): number => asked.push(attempt)
    expect(decideOn(misuse, { ...answering(delay), backoff })).toEqual(next(delay))
    expect(asked).toEqual([])
  })

  it('a number is not raised by `Retry-After`, `true` is', () => {
    expect(decideOn(asksToWait(60), answering(5))).toEqual(next(5))
    expect(decideOn(asksToWait(60), answering(true))).toEqual(next(60_000, 60_000))
  })
})

describe('the results of functions of the options', () => {
  const noNumber = [undefined, null, '5', {}, [], 5n, new Date(0)]

  it.each(noNumber)('`shouldReconnect` that returns %s is a TypeError', (answer) => {
    expect(() => decideOn(temporary, answering(answer))).toThrow(TypeError)
  })

  it.each([...noNumber, true, false])('`backoff` that returns %s is a TypeError', (delay) => {
    expect(() => decideOn(temporary, backingOff(delay))).toThrow(TypeError)
  })

  it.each([NaN, -1, -0.001, -Infinity])('%d as a delay is a RangeError', (delay) => {
    for (const settings of [answering(delay), backingOff(delay)]) {
      expect(() => decideOn(temporary, settings)).toThrow(RangeError)
    }
  })

  it('messages name the function', () => {
    expect(() => decideOn(temporary, answering(NaN))).toThrow(
      new RangeError('Cannot use the result of shouldReconnect NaN: use 0 to Infinity'),
    )
    const types = 'of type undefined: use type boolean or number'
    expect(() => decideOn(temporary, answering(undefined))).toThrow(
      new TypeError(`Cannot use the result of shouldReconnect ${types}`),
    )
    expect(() => decideOn(temporary, backingOff('5'))).toThrow(
      new TypeError('Cannot use the result of backoff of type string: use type number'),
    )
  })

  it('what they throw is thrown', () => {
    const thrown = new Error('thrown')
    const throwing = (): never => {
      throw thrown
    }
    expect(() => decideOn(temporary, { shouldReconnect: throwing })).toThrow(thrown)
    expect(() => decideOn(temporary, { backoff: throwing })).toThrow(thrown)
  })
})

describe('`backoff`', () => {
  it('is asked with the number of the attempt that comes', () => {
    const asked: number[] = []
    const backoff = (attempt: number): number => asked.push(attempt)
    for (const failures of [0, 1, 7]) decideOn(temporary, { backoff }, { failures })
    expect(asked).toEqual([1, 2, 8])
  })

  it('may return Infinity, for a wait without a time', () => {
    expect(decideOn(temporary, backingOff(Infinity))).toEqual(next(Infinity))
  })

  it('is not asked after a failure that ends the channel', () => {
    const backoff = (): never => {
      throw new Error('asked')
    }
    expect(decideOn(misuse, { backoff }).ends).toBe(true)
    expect(decideOn(temporary, { backoff, maxAttempts: 1 }).ends).toBe(true)
  })
})

describe('`Retry-After`', () => {
  it('is the least delay', () => {
    expect(decideOn(asksToWait(1), backingOff(700))).toEqual(next(1_000, 1_000))
    expect(decideOn(asksToWait(1), backingOff(1_500))).toEqual(next(1_500, 1_000))
    expect(decideOn(asksToWait(7_200), backingOff(0))).toEqual(next(3_600_000, 3_600_000))
  })

  it('does not hold once `reconnect()` was called meanwhile', () => {
    const forcing = { isForced: true }
    expect(decideOn(asksToWait(60), {}, { forcing })).toMatchObject({ delay: 0, isForced: true })
  })
})

describe('`reconnect()` inside `backoff` or `shouldReconnect`', () => {
  it('makes the delay 0', () => {
    const forcing = { isForced: false }
    const backoff = (): number => {
      forcing.isForced = true
      return 5_000
    }
    expect(decideOn(temporary, { backoff }, { forcing })).toMatchObject({
      delay: 0,
      isForced: true,
    })
  })

  it('goes on where the delay would exceed `maxElapsed`', () => {
    const forcing = { isForced: true }
    expect(decideOn(temporary, { maxElapsed: 10 }, { forcing }).ends).toBe(false)
  })

  it('does not change that `false` is the end', () => {
    expect(decideOn(temporary, answering(false), { forcing: { isForced: true } }).ends).toBe(true)
  })
})
