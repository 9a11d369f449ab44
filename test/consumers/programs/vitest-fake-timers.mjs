import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { testUnderFakeTimers } from './fake-timers.mjs'

beforeAll(() => {
  const prompt = ['nextTick', 'queueMicrotask']
  const clocks = ['setTimeout', 'setInterval', 'setImmediate', 'Date', 'performance']
  vi.useFakeTimers({ toFake: [...prompt, ...clocks] })
})
afterAll(() => {
  vi.useRealTimers()
})
testUnderFakeTimers({ test, expect, advance: (time) => vi.advanceTimersByTimeAsync(time) })
