import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { closingWatch } from '../../../src/core/lifecycle/closing-watch.js'
import { BrowserWebSocketChannel } from '../../../src/browser.js'
import { scriptedClass } from '../../faults/model/scripted-class.js'

const lost = { code: 1006, reason: '', wasClean: false, initiator: 'failure' }

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** An open channel on Node, or on another platform. */
function open(userAgent: string, closeTimeout = 5_000) {
  vi.stubGlobal('navigator', { userAgent })
  const { WebSocket, only } = scriptedClass()
  const options = { WebSocket, closeTimeout }
  const channel = BrowserWebSocketChannel.connect('ws://scripted.test/', options)
  only().open()
  return { channel, socket: only() }
}

describe('a peer that closes and keeps the connection', () => {
  it('ends the channel within twice `closeTimeout`, on Node', async () => {
    const { channel, socket } = open('Node.js/24')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(channel.state).toBe('open')
    socket.readyState = 2
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await channel.closed).toEqual(lost)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is not declared gone if its end comes in time', async () => {
    const { channel, socket } = open('Node.js/24')
    socket.readyState = 2
    await vi.advanceTimersByTimeAsync(5_000)
    socket.end(4000, 'bye')
    expect(await channel.closed).toMatchObject({ code: 4000, initiator: 'remote' })
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is left to the other platforms, which bound the closing handshake: no timer runs there', () => {
    const { channel } = open('Mozilla/5.0')
    expect(vi.getTimerCount()).toBe(0)
    channel.abort()
  })

  it.each([Infinity, 2 ** 40])('is waited for without a timer if `closeTimeout` is %d', (time) => {
    const port = {
      socket: undefined,
      stream: { isPaused: false, pauses: 0 },
      endWithError: vi.fn(),
    }
    closingWatch(time)(port, { interval: 1, timeout: 1 }).stop()
    expect(vi.getTimerCount()).toBe(0)
  })
})
