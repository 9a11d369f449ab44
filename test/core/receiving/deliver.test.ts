import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Consumer, deliver, finish } from '../../../src/core/receiving/deliver.js'

/** Writes down what it is given. */
function recorder(log: unknown[]): Consumer<string> {
  return {
    next: (value) => log.push(value),
    error: (error) => log.push(error),
    complete: () => log.push('complete'),
  }
}

function thrower(error: Error): Consumer<string> {
  const fail = (): never => {
    throw error
  }
  return { next: fail, error: fail, complete: fail }
}

describe('a consumer that throws', () => {
  const broken = new Error('broken handler')

  beforeEach(() => {
    vi.useFakeTimers()
  })

  afterEach(() => {
    vi.useRealTimers()
  })

  it('harms neither the caller nor the others, and is reported as uncaught', () => {
    const log: unknown[] = []
    deliver([thrower(broken), recorder(log)], 'frame')
    expect(log).toEqual(['frame'])
    expect(() => vi.runAllTimers()).toThrow(broken)
  })

  it('in a terminal signal keeps no other from its own', () => {
    const log: unknown[] = []
    const errorBox = { error: new Error('lost') }
    finish([thrower(broken), recorder(log)], errorBox)
    expect(() => vi.runAllTimers()).toThrow(broken)
    finish([thrower(broken), recorder(log)])
    expect(() => vi.runAllTimers()).toThrow(broken)
    expect(log).toEqual([errorBox.error, 'complete'])
  })
})
