import { config } from 'rxjs'
import { afterEach, beforeEach, vi } from 'vitest'
import type { Clock } from './driver.js'

/** The time of a run: it passes when a command says so. */
export const fakeClock: Clock = {
  advance: async (milliseconds) => {
    await vi.advanceTimersByTimeAsync(milliseconds)
  },
}

/** Has each test of the suite run on the fake clock. What a handler throws is reported to nobody. */
export function useFakeClock(): void {
  beforeEach(() => {
    const faked = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const
    vi.useFakeTimers({ toFake: [...faked, 'Date', 'performance'] })
    config.onUnhandledError = () => undefined
  })

  afterEach(() => {
    config.onUnhandledError = null
    vi.useRealTimers()
  })
}
