import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BrowserWebSocketChannel } from '../../src/channels/browser-web-socket-channel.js'
import { heartbeat } from '../../src/layers/heartbeat/heartbeat.js'
import { json } from '../../src/layers/json.js'
import { Pulse } from '../../src/layers/heartbeat/pulse.js'
import { type LinkSettings, SlowLink } from '../core/lifecycle/slow-link.js'

const SECOND = 1_000
const MEBIBYTE = 2 ** 20
const usual = { interval: 20 * SECOND, timeout: 20 * SECOND }

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

/** A pulse over a slow link, whose peer answers each message. */
function upload(settings: LinkSettings, options = usual) {
  const link = new SlowLink(settings)
  const begun = performance.now()
  let endedAt: number | undefined
  const pulse = new Pulse(
    {
      get bufferedAmount() {
        return link.bufferedAmount
      },
      get bytesTaken() {
        return link.bytesTaken
      },
      send() {
        link.ping()
      },
      timedOut() {
        endedAt = performance.now() - begun
        pulse.stop()
      },
    },
    { ...options, isSending: true, hasReplies: false },
  )
  const answers = setInterval(() => {
    if (link.activity > 0) pulse.arrived()
    link.activity = 0
  }, 20)
  pulse.start()
  const stop = (): void => {
    pulse.stop()
    link.stop()
    clearInterval(answers)
  }
  return { link, stop, endedAt: () => endedAt }
}

describe('a heartbeat during an upload', () => {
  it.each([
    ['14 MiB over 160 KB/s', 14, { rate: 160 }],
    ['14 MiB over 160 KB/s, seen by `bufferedAmount` alone', 14, { rate: 160, isShown: false }],
    ['14 MiB over 50 KB/s', 14, { rate: 50 }],
    ['200 MiB over 1 MB/s', 200, { rate: 1_000 }],
    ['200 MiB over 1 MB/s, seen by `bufferedAmount` alone', 200, { rate: 1_000, isShown: false }],
    ['5 MiB, of which the operating systems hold nearly all, over 160 KB/s', 5, { rate: 160 }],
    ['3 MiB, all of which the operating systems hold, over 100 KB/s', 3, { rate: 100 }],
  ])('does not end a healthy channel: %s', async (_, mebibytes, settings) => {
    const { link, stop, endedAt } = upload(settings)
    await vi.advanceTimersByTimeAsync(19 * SECOND)
    link.add(mebibytes * MEBIBYTE)
    await vi.advanceTimersByTimeAsync((mebibytes * MEBIBYTE) / settings.rate + 60 * SECOND)
    expect([endedAt(), link.passed >= mebibytes * MEBIBYTE]).toEqual([undefined, true])
    stop()
  })

  it('does not end one to which data is added as fast as it leaves', async () => {
    const { link, stop, endedAt } = upload({ rate: 160 })
    link.isAnswering = false
    for (let time = 0; time < 300 * SECOND; time += 100) {
      while (link.bufferedAmount < MEBIBYTE) link.add(65_536)
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(endedAt()).toBe(undefined)
    stop()
  })

  it.each([
    ['while much is queued', 60 * SECOND],
    ['when the queue is nearly empty', 85 * SECOND],
  ])('finds a link that stalls %s', async (_, stallsAt) => {
    const { link, stop, endedAt } = upload({ rate: 160 })
    link.add(17 * MEBIBYTE)
    await vi.advanceTimersByTimeAsync(stallsAt)
    link.rate = 0
    await vi.advanceTimersByTimeAsync(600 * SECOND)
    expect(endedAt()).toBeGreaterThan(stallsAt)
    expect(endedAt()).toBeLessThan(stallsAt + 100 * SECOND)
    stop()
  })

  it.each([true, false])(
    'finds a dead link to which data is added (`bytesTaken`: %s)',
    async (isShown) => {
      const { link, stop, endedAt } = upload({ rate: 0, isShown })
      for (let second = 0; second < 200; second++) {
        link.add(200_000)
        await vi.advanceTimersByTimeAsync(SECOND)
      }
      expect(endedAt()).toBeLessThan(110 * SECOND)
      stop()
    },
  )

  it('finds a stalled link within twelve times `timeout` after the last bytes have left', async () => {
    const { link, stop, endedAt } = upload({ rate: 1 }, { interval: SECOND, timeout: SECOND })
    link.add(14 * MEBIBYTE)
    await vi.advanceTimersByTimeAsync(600 * SECOND)
    expect(endedAt()).toBeLessThan(14 * SECOND)
    stop()
  })

  it('ends an idle channel without an answer after `interval` and `timeout`', async () => {
    const { stop, endedAt } = upload({ rate: 0 })
    await vi.advanceTimersByTimeAsync(60 * SECOND)
    expect(endedAt()).toBeGreaterThanOrEqual(40 * SECOND)
    expect(endedAt()).toBeLessThan(40.1 * SECOND)
    stop()
  })

  it.each([
    ['much is added at once', 14 * MEBIBYTE],
    ['data is added as fast as it leaves', MEBIBYTE],
  ])('sees what leaves the socket of a browser, when %s', async (_, bytes) => {
    const socket = Object.assign(new EventTarget(), {
      readyState: 1,
      binaryType: '',
      bufferedAmount: 0,
      send(data: string) {
        socket.bufferedAmount += data.length
      },
      close: vi.fn(),
    })
    // Through another layer.
    const channel = BrowserWebSocketChannel.from(socket as never).pipe(
      json<unknown, string>(),
      heartbeat<unknown, string>({ message: 'ping' }),
    )
    channel.sink.add('x'.repeat(bytes))
    for (let second = 0; second < 85; second++) {
      const leaving = Math.min(160_000, socket.bufferedAmount - 1)
      socket.bufferedAmount -= leaving
      if (bytes === MEBIBYTE) channel.sink.add('x'.repeat(leaving - 2))
      await vi.advanceTimersByTimeAsync(SECOND)
    }
    expect(channel.state).toBe('open')
    await vi.advanceTimersByTimeAsync(240 * SECOND)
    expect(channel.state).toBe('closed')
  })
})
