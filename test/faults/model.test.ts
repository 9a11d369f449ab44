import fc from 'fast-check'
import { config } from 'rxjs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { seedOfRun } from './adversary/random.js'
import { command, setting } from './model/command.js'
import { run } from './model/run.js'

const runs = Number(process.env['MODEL_RUNS'] ?? 2_000)
const clock = {
  advance: async (milliseconds: number): Promise<void> => {
    await vi.advanceTimersByTimeAsync(milliseconds)
  },
}

describe('any sequence of events', () => {
  beforeEach(() => {
    const faked = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const
    vi.useFakeTimers({ toFake: [...faked, 'Date', 'performance'] })
    // What a handler throws is reported there and goes no further.
    config.onUnhandledError = () => undefined
  })

  afterEach(() => {
    config.onUnhandledError = null
    vi.useRealTimers()
  })

  it('does to a channel what it does to the model', { timeout: 30 * runs + 10_000 }, async () => {
    const seed = seedOfRun()
    console.info(`model: ${runs} runs, SEED=${seed}`)
    const property = fc.asyncProperty(
      setting,
      fc.array(command, { maxLength: 40, size: 'max' }),
      async (setting, commands) => {
        // Of a run that failed before.
        vi.clearAllTimers()
        await run(setting, commands, clock)
        expect(vi.getTimerCount()).toBe(0)
      },
    )
    await fc.assert(property, { seed, numRuns: runs })
  })
})
