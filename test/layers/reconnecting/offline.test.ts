import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { networked, waiting } from './networked.js'
import { fail, pass, type Scripted, scripted } from './scripted-connections.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A window that is offline, in the place of the globals. */
function offlinePage(): EventTarget {
  const window = new EventTarget()
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window))
  vi.stubGlobal('removeEventListener', window.removeEventListener.bind(window))
  vi.stubGlobal('navigator', { onLine: false })
  return window
}

const statusNames = ({ statuses }: Scripted): string[] => statuses.map(({ name }) => name)

describe('while offline', () => {
  it('a lost connection waits without a time and without a timer, until `online`', async () => {
    const { made, emit } = networked()
    await pass()
    made.socket.open()
    await pass()
    emit('offline')
    expect(made.channel.status.name).toBe('open')
    await fail(made)
    expect(made.channel.status).toMatchObject({
      name: 'waiting',
      delay: Infinity,
      until: Infinity,
      cause: { name: 'ConnectionClosedError' },
    })
    expect(vi.getTimerCount()).toBe(0)
    await pass(3_600_000)
    expect(made.attempts).toHaveLength(1)
    emit('online')
    expect(made.attempts).toHaveLength(2)
    made.channel.abort()
  })

  it('a wait loses its time, and its timer', async () => {
    const { made, emit } = await waiting()
    emit('offline')
    expect(made.channel.status).toMatchObject({ delay: Infinity, until: Infinity, attempt: 2 })
    expect(vi.getTimerCount()).toBe(0)
    await pass(60_000)
    expect(made.attempts).toHaveLength(1)
    made.channel.abort()
  })

  it('an attempt that runs goes on, and may succeed', async () => {
    const { made, emit } = networked()
    await pass()
    emit('offline')
    made.socket.open()
    await pass()
    expect(made.channel.status.name).toBe('open')
    made.channel.abort()
  })

  it.each(['visibilitychange', 'pageshow', 'resume'])('`%s` begins no attempt', async (type) => {
    const { made, emit } = await waiting()
    emit('offline')
    emit(type)
    expect(made.attempts).toHaveLength(1)
    made.channel.abort()
  })

  it('`reconnect()` begins an attempt, after whose failure it waits for `online` again', async () => {
    const { made, emit } = await waiting()
    emit('offline')
    made.channel.reconnect()
    expect(made.attempts).toHaveLength(2)
    await fail(made)
    expect(made.channel.status).toMatchObject({ name: 'waiting', delay: Infinity, attempt: 3 })
    made.channel.abort()
  })

  it('`maxElapsed` does not count, and no attempt is made up for', async () => {
    const { made, emit } = await waiting({ maxElapsed: 10_000, backoff: () => 1_000 })
    emit('offline')
    await pass(3_600_000)
    emit('online')
    await pass(5_000)
    await fail(made)
    expect(made.channel.status).toMatchObject({ name: 'waiting', attempt: 3 })
    await pass(1_000)
    await pass(3_001)
    await fail(made)
    expect(made.received).toMatchObject([{ error: { name: 'ReconnectFailedError' } }])
  })

  it('`close` ends the channel at once', async () => {
    const { made, emit } = await waiting()
    emit('offline')
    void made.channel.sink.close()
    expect(made.channel.state).toBe('closed')
  })
})

describe('a page that is offline at the start', () => {
  it('makes no attempt before `online`', async () => {
    const window = offlinePage()
    const made = scripted({ network: undefined })
    expect(made.channel.status).toEqual({ name: 'connecting', attempt: 1 })
    await pass(3_600_000)
    expect([made.attempts.length, vi.getTimerCount()]).toEqual([0, 0])
    expect(made.channel.status).toEqual({
      name: 'waiting',
      attempt: 1,
      delay: Infinity,
      until: Infinity,
      cause: undefined,
    })
    window.dispatchEvent(new Event('online'))
    expect(made.attempts).toMatchObject([{ number: 1, error: undefined }])
    made.channel.abort()
  })

  it('begins an attempt on `reconnect()`, in the tick of the call too', async () => {
    offlinePage()
    const [early, late] = [scripted({ network: undefined }), scripted({ network: undefined })]
    early.channel.reconnect()
    await pass()
    late.channel.reconnect()
    expect([early.attempts.length, late.attempts.length]).toEqual([1, 1])
    early.channel.abort()
    late.channel.abort()
  })

  it('does not matter with `network: false`, nor with an injected target', async () => {
    offlinePage()
    const made = [scripted({ network: false }), scripted({ network: new EventTarget() })]
    await pass()
    expect(made.map(({ attempts }) => attempts.length)).toEqual([1, 1])
    for (const { channel } of made) channel.abort()
  })

  it('has its `online` in the tick of the call', async () => {
    const window = offlinePage()
    const made = scripted({ network: undefined })
    window.dispatchEvent(new Event('online'))
    await pass()
    expect([made.attempts.length, statusNames(made)]).toEqual([1, ['connecting']])
    made.channel.abort()
  })

  it('ends the channel on `close` with a ConnectionClosedError, because there was no attempt', async () => {
    offlinePage()
    for (const wait of [0, 1]) {
      const made = scripted({ network: undefined })
      if (wait) await pass()
      made.channel.sink.add('never')
      const info = await made.channel.sink.close()
      expect(info).toEqual({ code: 1006, reason: '', wasClean: false, initiator: 'local' })
      const error = { name: 'ConnectionClosedError', ...info }
      await expect(made.channel.ready).rejects.toMatchObject(error)
      expect([made.attempts, made.received]).toMatchObject([[], [{ error }]])
      expect([made.channel.sink.bufferedAmount, vi.getTimerCount()]).toEqual([5, 0])
    }
  })
})
