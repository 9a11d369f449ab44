import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CloseTimeout, ConnectTimeout } from '../../../src/core/lifecycle/timeouts.js'
import { SlowLink, type LinkSettings } from './slow-link.js'

const SECOND = 1_000
const MEBIBYTE = 2 ** 20

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** A close timeout over a slow link, and the seconds after which it ended the connection. */
function start(
  settings: LinkSettings & {
    added: number
    closeTimeout?: number
    opened?: boolean
    queued?: number
  },
) {
  const link = new SlowLink(settings)
  const begun = performance.now()
  let endedAt: number | undefined
  const end = (): void => {
    endedAt ??= (performance.now() - begun) / SECOND
  }
  link.add(settings.added)
  const lifecycle = { opened: settings.opened ?? true }
  const sink = {
    queued: settings.queued ?? 0,
    get bufferedAmount() {
      return this.queued + link.bufferedAmount
    },
  }
  const port = { lifecycle, socket: link, sink, failed: end, abort: end }
  const timeout = new CloseTimeout(port, settings.closeTimeout ?? 5 * SECOND)
  const stop = (): void => {
    timeout.stop()
    link.stop()
    expect(vi.getTimerCount()).toBe(0)
  }
  return { link, lifecycle, sink, stop, endedAt: () => endedAt }
}

describe('the close timeout', () => {
  it.each([0, 1, 5_000])(
    'of %d ms ends a connection with nothing to send',
    async (closeTimeout) => {
      const { stop, endedAt } = start({ rate: 0, added: 100, closeTimeout })
      await vi.advanceTimersByTimeAsync(closeTimeout)
      expect(endedAt()).toBe(closeTimeout / SECOND)
      stop()
    },
  )

  it.each([true, false])('begins anew while bytes leave (`bytesTaken`: %s)', async (isShown) => {
    const { link, stop, endedAt } = start({ rate: 160, added: 7 * MEBIBYTE, isShown })
    await vi.advanceTimersByTimeAsync(50 * SECOND)
    expect([link.passed, endedAt()]).toEqual([7 * MEBIBYTE, undefined])
    stop()
  })

  it('begins anew at most twelve times', async () => {
    const { stop, endedAt } = start({ rate: 1_000, added: 200 * MEBIBYTE })
    await vi.advanceTimersByTimeAsync(200 * SECOND)
    expect(endedAt()).toBe(60)
    stop()
  })

  it('finds that nothing leaves any more', async () => {
    const { link, stop, endedAt } = start({ rate: 1_000, added: 100 * MEBIBYTE })
    await vi.advanceTimersByTimeAsync(12 * SECOND)
    link.rate = 0
    await vi.advanceTimersByTimeAsync(60 * SECOND)
    expect(endedAt()).toBeLessThan(25)
    stop()
  })

  it('finds that nothing leaves from the beginning on', async () => {
    const { stop, endedAt } = start({ rate: 0, added: 100 * MEBIBYTE })
    await vi.advanceTimersByTimeAsync(60 * SECOND)
    expect(endedAt()).toBe(10)
    stop()
  })

  it.each([true, false])(
    'goes on for what was queued before open (`bytesTaken`: %s)',
    async (isShown) => {
      const { link, lifecycle, sink, stop, endedAt } = start({
        rate: 1_000,
        added: 0,
        opened: false,
        isShown,
        queued: 10 * MEBIBYTE,
      })
      await vi.advanceTimersByTimeAsync(4 * SECOND)
      lifecycle.opened = true
      sink.queued = 0
      link.add(10 * MEBIBYTE)
      await vi.advanceTimersByTimeAsync(12 * SECOND)
      expect([link.passed, endedAt()]).toEqual([10 * MEBIBYTE, undefined])
      stop()
    },
  )

  it('fails an opening at once', async () => {
    const { stop, endedAt } = start({ rate: 1_000, added: 20 * MEBIBYTE, opened: false })
    await vi.advanceTimersByTimeAsync(60 * SECOND)
    expect(endedAt()).toBe(5)
    stop()
  })

  it.each([true, false])(
    'looks again, until it is punctual, if the process was held up (open: %s)',
    (isOpen) => {
      const { stop, endedAt } = start({ rate: 0, added: 100, opened: isOpen })
      vi.setSystemTime(Date.now() + 60 * SECOND)
      vi.advanceTimersByTime(5 * SECOND)
      expect(endedAt()).toBe(undefined)
      vi.setSystemTime(Date.now() + 60 * SECOND)
      vi.advanceTimersByTime(20)
      expect(endedAt()).toBe(undefined)
      vi.advanceTimersByTime(20)
      expect(endedAt()).toBe(5.04)
      stop()
    },
  )

  it('stops while it looks again', () => {
    const { stop, endedAt } = start({ rate: 0, added: 100 })
    vi.setSystemTime(Date.now() + 60 * SECOND)
    vi.advanceTimersByTime(5 * SECOND)
    stop()
    expect(endedAt()).toBe(undefined)
  })

  it('runs for ever if it is `Infinity`', async () => {
    const { stop, endedAt } = start({ rate: 0, added: MEBIBYTE, closeTimeout: Infinity })
    await vi.advanceTimersByTimeAsync(3_600 * SECOND)
    expect(endedAt()).toBe(undefined)
    stop()
  })
})

describe('the connect timeout', () => {
  function startOpening(milliseconds: number) {
    const failed = vi.fn()
    const timeout = new ConnectTimeout({ failed } as never, milliseconds)
    return { failed, timeout }
  }

  it('fails the opening when it expires', () => {
    const { failed } = startOpening(SECOND)
    vi.advanceTimersByTime(SECOND - 1)
    expect(failed).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(failed).toHaveBeenCalledWith({ phase: 'timeout', detail: 'not open within 1000 ms' })
  })

  it.each([0, Infinity])('of %d ms never expires', (milliseconds) => {
    startOpening(milliseconds)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('looks again, until it is punctual, if the process was held up', () => {
    const { failed } = startOpening(SECOND)
    vi.setSystemTime(Date.now() + 60 * SECOND)
    vi.advanceTimersByTime(SECOND)
    expect(failed).not.toHaveBeenCalled()
    vi.setSystemTime(Date.now() + 60 * SECOND)
    vi.advanceTimersByTime(20)
    expect(failed).not.toHaveBeenCalled()
    vi.advanceTimersByTime(20)
    expect(failed).toHaveBeenCalledTimes(1)
  })

  it('expires after ten looks in a process whose timers are always late', () => {
    const { failed } = startOpening(SECOND)
    for (const delay of [SECOND, ...Array.from({ length: 9 }, () => 20)]) {
      vi.setSystemTime(Date.now() + SECOND)
      vi.advanceTimersByTime(delay)
    }
    expect(failed).not.toHaveBeenCalled()
    vi.setSystemTime(Date.now() + SECOND)
    vi.advanceTimersByTime(20)
    expect(failed).toHaveBeenCalledTimes(1)
  })

  it('stops while it looks again', () => {
    const { failed, timeout } = startOpening(SECOND)
    vi.setSystemTime(Date.now() + 60 * SECOND)
    vi.advanceTimersByTime(SECOND)
    timeout.stop()
    expect(vi.getTimerCount()).toBe(0)
    expect(failed).not.toHaveBeenCalled()
  })
})
