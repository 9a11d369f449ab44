import { describe, expect, it } from 'vitest'
import { ReconnectFailedError } from '../../../src/core/errors.js'
import {
  asksToWait,
  backingOff,
  decideOn,
  error,
  goingAway,
  misuse,
  next,
  temporary,
} from './deciding.js'

describe('`maxAttempts`', () => {
  it.each([
    [1, 1, true],
    [3, 2, false],
    [3, 3, true],
    [1, 0, false],
    [Infinity, 1e9, false],
  ])('of %d after %d failures is the end: %s', (maxAttempts, failures, ends) => {
    expect(decideOn(temporary, { maxAttempts }, { failures }).ends).toBe(ends)
  })

  it.each([
    [1, 'Reconnecting failed after 1 attempt: down'],
    [3, 'Reconnecting failed after 3 attempts: down'],
  ])(
    'ends with a ReconnectFailedError that has the failure as its cause: %d',
    (attempts, message) => {
      const decision = decideOn(temporary, { maxAttempts: attempts }, { failures: attempts })
      expect(decision.ends && decision.error).toBeInstanceOf(ReconnectFailedError)
      expect(decision).toEqual({
        ends: true,
        error: expect.objectContaining({ message, attempts, cause: error }) as unknown,
        errorBox: { error: decision.ends && decision.error },
      })
    },
  )

  it('ends with an error though the connection ended without one', () => {
    expect(decideOn(goingAway, { maxAttempts: 1 })).toMatchObject({
      errorBox: { error: { name: 'ReconnectFailedError', cause: error } },
    })
  })

  it('does not replace the error of a failure that is final by itself', () => {
    expect(decideOn(misuse, { maxAttempts: 1 })).toMatchObject({ errorBox: { error } })
  })
})

describe('`maxElapsed`', () => {
  it.each([
    [700, 0, false],
    [699, 0, true],
    [1_700, 1_000, false],
    [1_699, 1_000, true],
    [0, 0, true],
  ])('of %d is the end after %d ms, before a delay of 700: %s', (maxElapsed, elapsed, ends) => {
    expect(decideOn(temporary, { maxElapsed }, { elapsed }).ends).toBe(ends)
  })

  it('ends with a ReconnectFailedError', () => {
    expect(decideOn(temporary, { maxElapsed: 1 }, { failures: 4 })).toMatchObject({
      errorBox: { error: { name: 'ReconnectFailedError', attempts: 4, cause: error } },
    })
  })

  it('is not looked at when a connection is lost that lasted', () => {
    expect(decideOn(goingAway, { maxElapsed: 1 }, { failures: 0 })).toEqual(next(700))
  })

  it('counts no delay while the page is offline, because the attempt begins with its end', () => {
    const offline = { isOffline: true, elapsed: 500 }
    expect(decideOn(temporary, { maxElapsed: 600 }, offline).ends).toBe(false)
    expect(decideOn(temporary, { maxElapsed: 499 }, offline).ends).toBe(true)
  })

  it('counts the delay that the server asks for', () => {
    expect(decideOn(asksToWait(60), { maxElapsed: 59_999 }).ends).toBe(true)
    expect(decideOn(asksToWait(60), { maxElapsed: 60_000 }).ends).toBe(false)
  })

  it('ends instead of a wait without a time', () => {
    expect(decideOn(temporary, { maxElapsed: 1e9, ...backingOff(Infinity) }).ends).toBe(true)
  })
})
