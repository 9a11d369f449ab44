import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { seedOfRun } from './adversary/random.js'
import { command, setting } from './model/command.js'
import { fakeClock, useFakeClock } from './model/fake-clock.js'
import { run } from './model/run.js'

const runs = Number(process.env['MODEL_RUNS'] ?? 10_000)

describe('any sequence of events', () => {
  useFakeClock()

  it('does to a channel what it does to the model', { timeout: 30 * runs + 10_000 }, async () => {
    const seed = seedOfRun()
    console.info(`model: ${runs} runs, SEED=${seed}`)
    const property = fc.asyncProperty(
      setting,
      fc.array(command, { maxLength: 40, size: 'max' }),
      async (setting, commands) => {
        // Of a run that failed before.
        vi.clearAllTimers()
        await run(setting, commands, fakeClock)
        expect(vi.getTimerCount()).toBe(0)
      },
    )
    await fc.assert(property, { seed, numRuns: runs })
  })
})
