import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startKeepAlive } from '../../../src/core/lifecycle/keep-alive.js'

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
