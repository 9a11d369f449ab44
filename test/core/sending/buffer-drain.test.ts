import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BufferDrain } from '../../../src/core/sending/buffer-drain.js'
import { nextTask } from '../../../src/core/sending/next-task.js'

describe('waiting for buffered bytes to leave', () => {
  // The clock stands still, as timers of a hidden page do for up to a minute.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  })

  afterEach(() => {
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })

  it('needs no timer for a condition that holds', async () => {
    await new BufferDrain({ bufferedAmount: 0 }).until(() => true)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('needs no timer in a hidden page while bytes leave', async () => {
    vi.stubGlobal('document', { visibilityState: 'hidden' })
    let amount = 100
    const drain = new BufferDrain({
      get bufferedAmount() {
        return amount--
      },
    })
    await drain.until(() => amount <= 0)
    expect([amount <= 0, vi.getTimerCount()]).toEqual([true, 0])
  })

  it('falls back to a timer in a hidden page when no bytes have left for a second', async () => {
    vi.stubGlobal('document', { visibilityState: 'hidden' })
    let checks = 0
    const drain = new BufferDrain({ bufferedAmount: 100 })
    void drain.until(() => ++checks > 1_000)
    const checksInTenTasks = async (): Promise<number> => {
      const before = checks
      for (let count = 0; count < 10; count++) await nextTask()
      return checks - before
    }
    await nextTask()
    vi.advanceTimersByTime(999)
    expect(await checksInTenTasks()).toBeGreaterThan(3)
    vi.advanceTimersByTime(1)
    await checksInTenTasks()
    expect([await checksInTenTasks(), vi.getTimerCount()]).toEqual([0, 1])
  })

  it('goes on at the event of a platform, and registers once for each event', async () => {
    let emit = (): void => undefined
    const event = new Promise<void>((resolve) => (emit = resolve))
    const then = vi.spyOn(event, 'then')
    let isReached = false
    const drain = new BufferDrain({ bufferedAmount: 1, nextDrain: () => event })
    const waiting = drain.until(() => isReached)
    await vi.advanceTimersByTimeAsync(1_000)
    isReached = true
    emit()
    await waiting
    expect([then.mock.calls.length, vi.getTimerCount()]).toEqual([1, 0])
  })

  it('checks by timers alone in a visible page, and at once when asked to', async () => {
    vi.stubGlobal('document', { visibilityState: 'visible' })
    let isReached = false
    let isDone = false
    const drain = new BufferDrain({ bufferedAmount: 1 })
    const waiting = drain.until(() => isReached).then(() => (isDone = true))
    isReached = true
    await nextTask()
    expect([isDone, vi.getTimerCount()]).toEqual([false, 1])
    drain.check()
    await waiting
    expect([isDone, vi.getTimerCount()]).toEqual([true, 0])
  })
})
