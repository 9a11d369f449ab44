import { expect, it, onTestFinished, vi } from 'vitest'
import { CONNECTING } from '../../../src/core/lifecycle/lifecycle.js'
import { startingState, step } from '../../../src/layers/reconnecting/machine.js'
import { StatusValue } from '../../../src/layers/reconnecting/status-value.js'

it('has whole milliseconds, though the monotonic clock has fractions', () => {
  vi.spyOn(Date, 'now').mockReturnValue(5_000)
  onTestFinished(() => void vi.restoreAllMocks())
  const connecting = step(startingState({ isOffline: false }), { type: 'due', time: 0 }).state
  const time = 123.4
  const lost = { type: 'lost', time, failures: 1, delay: 300.3, leastDelay: 0 } as const
  const waiting = step(connecting, { ...lost, isForced: false }).state
  const status = new StatusValue()
  const cause = new Error('lost')
  status.update(connecting, waiting, { lifecycle: CONNECTING, cause, time })
  expect(status.value).toEqual({ name: 'waiting', attempt: 2, delay: 300, until: 5_300, cause })
})
