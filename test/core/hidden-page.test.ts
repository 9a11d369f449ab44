import { afterEach, describe, expect, it, type Mock, vi } from 'vitest'
import { ConnectTimeout } from '../../src/core/lifecycle/timeouts.js'
import { nextTask } from '../../src/core/sending/next-task.js'

const SECOND = 1_000

describe('in a hidden page, which delays each timer by a minute', () => {
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  /** The first look, a minute late. */
  function lookLate(milliseconds: number) {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    vi.stubGlobal('document', { visibilityState: 'hidden' })
    const failed = vi.fn()
    const timeout = new ConnectTimeout({ failed } as never, milliseconds)
    vi.setSystemTime(Date.now() + 60 * SECOND)
    vi.advanceTimersByTime(milliseconds)
    return { failed, timeout }
  }

  async function expires(failed: Mock): Promise<void> {
    await vi.waitFor(() => {
      expect(failed).toHaveBeenCalledTimes(1)
    })
  }

  it('looks again without a timer', async () => {
    const { failed } = lookLate(SECOND)
    expect([failed.mock.calls.length, vi.getTimerCount()]).toEqual([0, 0])
    await nextTask()
    expect(failed).not.toHaveBeenCalled()
    vi.setSystemTime(Date.now() + 20)
    await expires(failed)
  })

  it('looks once more if that look was late, too', async () => {
    const { failed } = lookLate(SECOND)
    vi.setSystemTime(Date.now() + 60 * SECOND)
    for (let task = 0; task < 5; task++) await nextTask()
    expect(failed).not.toHaveBeenCalled()
    vi.setSystemTime(Date.now() + 20)
    await expires(failed)
  })

  it('expires though the clock stands still', async () => {
    const { failed } = lookLate(SECOND)
    await expires(failed)
  })

  it('stops while it looks again', async () => {
    const { failed, timeout } = lookLate(SECOND)
    timeout.stop()
    vi.setSystemTime(Date.now() + 20)
    for (let task = 0; task < 5; task++) await nextTask()
    expect(failed).not.toHaveBeenCalled()
  })
})
