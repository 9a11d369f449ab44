import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startKeepAlive } from '../../../src/core/lifecycle/keep-alive.js'
import { SlowLink, type LinkSettings } from './slow-link.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const interval = 1_000
const timeout = 400

/** Keep-alive over a socket whose fields a test sets. It records what keep-alive calls, with the milliseconds since the start. */
function start(options = { interval, timeout }) {
  const calls: string[] = []
  const begun = performance.now()
  const note = (what: string): void => {
    calls.push(`${what} ${Math.round(performance.now() - begun)}`)
  }
  const socket = {
    activity: 0,
    bufferedAmount: 0,
    ping: () => note('ping'),
    pong: () => note('pong'),
  }
  const stream = { isPaused: false, pauses: 0 }
  const endWithError = (error: Error): void => {
    note(error.name)
    keepAlive.stop()
  }
  const port = { socket: socket as never, stream, endWithError }
  const keepAlive = startKeepAlive(port, options)
  const setPaused = (isPaused: boolean): void => {
    stream.isPaused = isPaused
    if (isPaused) stream.pauses++
  }
  return { socket, calls, keepAlive, setPaused }
}

it('ends a connection without an answer also in a process whose timers are always late', () => {
  const { calls } = start()
  vi.advanceTimersByTime(interval + timeout)
  const clock = performance.now.bind(performance)
  let lateness = 0
  vi.spyOn(performance, 'now').mockImplementation(() => clock() + lateness)
  for (let look = 0; look < 20; look++) {
    lateness += 100
    vi.advanceTimersByTime(1)
  }
  vi.restoreAllMocks()
  expect(calls.at(-1)).toContain('KeepAliveTimeoutError')
  expect(vi.getTimerCount()).toBe(0)
})

describe('keep-alive while the socket is paused', () => {
  it('sends a pong each interval, and no ping', async () => {
    const { calls, setPaused, keepAlive } = start()
    setPaused(true)
    await vi.advanceTimersByTimeAsync(3 * interval)
    expect(calls).toEqual(['pong 1000', 'pong 2000', 'pong 3000'])
    keepAlive.stop()
  })

  it('sends none without a pause', async () => {
    const { calls, socket, keepAlive } = start()
    for (let second = 0; second < 3; second++) {
      await vi.advanceTimersByTimeAsync(interval)
      socket.activity++
    }
    expect(calls).toEqual(['ping 1000', 'ping 2000', 'ping 3000'])
    keepAlive.stop()
  })

  it('sends one for an interval in which the pause ended, or ended and began many times', async () => {
    const { calls, setPaused, keepAlive } = start({ interval, timeout: Infinity })
    for (let time = 0; time < 5; time++) {
      setPaused(true)
      await vi.advanceTimersByTimeAsync(100)
      setPaused(false)
    }
    await vi.advanceTimersByTimeAsync(2 * interval)
    expect(calls).toEqual(['pong 1000', 'ping 1000'])
    keepAlive.stop()
  })

  it('leaves no timer when it stops', async () => {
    const { calls, setPaused, keepAlive } = start()
    setPaused(true)
    await vi.advanceTimersByTimeAsync(interval)
    keepAlive.stop()
    expect(vi.getTimerCount()).toBe(0)
    await vi.advanceTimersByTimeAsync(3 * interval)
    expect(calls).toEqual(['pong 1000'])
  })

  it('sends nothing over a socket without pongs', async () => {
    const { calls, socket, setPaused, keepAlive } = start()
    Reflect.deleteProperty(socket, 'pong')
    setPaused(true)
    await vi.advanceTimersByTimeAsync(3 * interval)
    expect(calls).toEqual([])
    keepAlive.stop()
  })
})

const SECOND = 1_000
const MEBIBYTE = 2 ** 20
const usual = { interval: 20 * SECOND, timeout: 20 * SECOND }

/** Keep-alive over a slow link. */
function upload(settings: LinkSettings, options = usual) {
  const link = new SlowLink(settings)
  const begun = performance.now()
  let end: { readonly name: string; readonly at: number } | undefined
  const keepAlive = startKeepAlive(
    {
      socket: link as never,
      stream: { isPaused: false, pauses: 0 },
      endWithError({ name }) {
        end = { name, at: performance.now() - begun }
        keepAlive.stop()
      },
    },
    options,
  )
  const stop = (): void => {
    keepAlive.stop()
    link.stop()
  }
  return { link, stop, end: () => end }
}

describe('keep-alive during an upload', () => {
  it.each([
    ['14 MiB over 160 KB/s', 14, 160],
    ['14 MiB over 50 KB/s', 14, 50],
    ['200 MiB over 1 MB/s', 200, 1_000],
    ['5 MiB, of which the operating systems hold nearly all, over 160 KB/s', 5, 160],
    ['3 MiB, all of which the operating systems hold, over 100 KB/s', 3, 100],
  ])('does not end a healthy one: %s', async (_, mebibytes, rate) => {
    const { link, stop, end } = upload({ rate })
    await vi.advanceTimersByTimeAsync(19 * SECOND)
    link.add(mebibytes * MEBIBYTE)
    await vi.advanceTimersByTimeAsync((mebibytes * MEBIBYTE) / rate + 60 * SECOND)
    expect([end(), link.passed >= mebibytes * MEBIBYTE]).toEqual([undefined, true])
    stop()
  })

  it.each([
    ['at the begin', 0],
    ['in the middle', 50 * SECOND],
    ['when the ping has left the queue', 75 * SECOND],
  ])('does not end one that begins at any time and goes on without end: %s', async (_, delay) => {
    const { link, stop, end } = upload({ rate: 160 })
    await vi.advanceTimersByTimeAsync(delay)
    for (let second = 0; second < 300; second++) {
      link.add(second % 60 === 0 ? 9_600_000 : 0)
      await vi.advanceTimersByTimeAsync(SECOND)
    }
    expect(end()).toBe(undefined)
    stop()
  })

  it('does not end one to a peer that takes all and answers no ping', async () => {
    const { link, stop, end } = upload({ rate: 160 })
    link.isAnswering = false
    link.add(60 * MEBIBYTE)
    await vi.advanceTimersByTimeAsync(360 * SECOND)
    expect(end()).toBe(undefined)
    stop()
  })

  it.each([
    ['while much is queued', 60 * SECOND, 100],
    ['when the queue is nearly empty', 85 * SECOND, 100],
  ])('finds a link that stalls %s', async (_, stallsAt, mostSeconds) => {
    const { link, stop, end } = upload({ rate: 160 })
    link.add(17 * MEBIBYTE)
    await vi.advanceTimersByTimeAsync(stallsAt)
    link.rate = 0
    await vi.advanceTimersByTimeAsync(600 * SECOND)
    expect(end()?.name).toBe('KeepAliveTimeoutError')
    expect((end()?.at ?? 0) - stallsAt).toBeLessThan(mostSeconds * SECOND)
    stop()
  })

  it('finds a link that passes nothing from the first byte on', async () => {
    const { link, stop, end } = upload({ rate: 0 })
    link.add(60 * MEBIBYTE)
    await vi.advanceTimersByTimeAsync(600 * SECOND)
    expect(end()?.name).toBe('KeepAliveTimeoutError')
    expect(end()?.at).toBeLessThan(60 * SECOND)
    stop()
  })

  it('finds a stalled link within twelve times `timeout` after the last bytes have left', async () => {
    const { link, stop, end } = upload({ rate: 1 }, { interval: SECOND, timeout: SECOND })
    link.add(14 * MEBIBYTE)
    await vi.advanceTimersByTimeAsync(600 * SECOND)
    expect(end()?.name).toBe('KeepAliveTimeoutError')
    expect(end()?.at).toBeLessThan(14 * SECOND)
    stop()
  })

  it('takes bytes that are added to an empty queue for no sign of life', async () => {
    const { link, stop, end } = upload({ rate: 0 })
    for (let second = 0; second < 60; second++) {
      link.add(100)
      await vi.advanceTimersByTimeAsync(SECOND)
    }
    expect(end()?.name).toBe('KeepAliveTimeoutError')
    expect(end()?.at).toBeLessThan(41 * SECOND)
    stop()
  })

  it('takes a falling `bufferedAmount` for a sign of life where the platform shows no more', async () => {
    const { link, stop, end } = upload({ rate: 160, isShown: false })
    link.add(14 * MEBIBYTE)
    await vi.advanceTimersByTimeAsync(160 * SECOND)
    expect([end(), link.passed >= 14 * MEBIBYTE]).toEqual([undefined, true])
    stop()
  })

  it('ends an idle connection without an answer as before: after interval and timeout', async () => {
    const { link, stop, end } = upload({ rate: 0 })
    await vi.advanceTimersByTimeAsync(60 * SECOND)
    expect(end()?.at).toBeGreaterThanOrEqual(40 * SECOND)
    expect(end()?.at).toBeLessThan(40.1 * SECOND)
    expect(link.bufferedAmount).toBe(0)
    stop()
  })
})
