import { config } from 'rxjs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { reconnecting } from '../../../src/layers/reconnecting/reconnecting.js'
import { json } from '../../../src/layers/json.js'
import { CallingBack, type Place } from './calling-back.js'
import { fail, opener, pass, receivedOf, scripted } from './scripted-connections.js'

const thrown = new Error('thrown')
const throwing = (): never => {
  throw thrown
}
const reported: unknown[] = []

beforeEach(() => {
  vi.useFakeTimers()
  reported.length = 0
  config.onUnhandledError = (error) => reported.push(error)
})

afterEach(() => {
  vi.useRealTimers()
  config.onUnhandledError = null
})

/** How a channel ends whose opener does this at each attempt. */
async function endOf(open: () => never, maxAttempts = 2) {
  const attempts: number[] = []
  const channel = reconnecting<unknown, unknown>(
    ({ number }) => {
      attempts.push(number)
      return open()
    },
    { maxAttempts, network: false },
  )
  const received = receivedOf(channel)
  await pass(60_000)
  return { attempts, received, state: channel.state, channel }
}

describe('an opener', () => {
  it('that throws until the channel gives up is in the cause of `closed`', async () => {
    const { channel, received } = await endOf(throwing)
    const { cause } = await channel.closed
    expect(received).toEqual([{ error: cause }])
    expect(cause).toMatchObject({ name: 'ReconnectFailedError', cause: thrown })
  })

  it('that throws has failed that attempt', async () => {
    expect(await endOf(throwing)).toMatchObject({
      attempts: [1, 2],
      received: [{ error: { name: 'ReconnectFailedError', attempts: 2, cause: thrown } }],
      state: 'closed',
    })
  })

  it.each([
    new TypeError('no URL'),
    new SyntaxError('no URL'),
    new RangeError('no code'),
    new DOMException('no URL', 'SyntaxError'),
  ])('that throws %s ends the channel with it', async (error) => {
    const open = (): never => {
      throw error
    }
    const { attempts, received } = await endOf(open)
    expect([attempts, received]).toEqual([[1], [{ error }]])
  })

  it.each<unknown>([new TypeError('fetch failed'), new SyntaxError('not JSON'), undefined, 'text'])(
    'whose promise rejects with %s has failed that attempt',
    async (error) => {
      const { attempts, received } = await endOf(() => Promise.reject(error) as never)
      expect(attempts).toEqual([1, 2])
      expect(received).toEqual([
        {
          error: expect.objectContaining({ name: 'ReconnectFailedError', attempts: 2 }) as unknown,
        },
      ])
    },
  )

  it.each([
    undefined,
    null,
    5,
    'channel',
    {},
    { stream: {}, sink: {} },
    Promise.resolve(),
    Promise.resolve({}),
  ])('that returns no channel but %s ends the channel with a TypeError', async (value) => {
    const { attempts, received } = await endOf(() => value as never)
    const error = new TypeError('Cannot use the result of the opener: it is no channel')
    expect([attempts, received]).toEqual([[1], [{ error }]])
  })

  it('whose thenable throws or never settles harms nobody', async () => {
    const { attempts } = await endOf(() => ({ then: throwing }) as never)
    expect(attempts).toEqual([1, 2])
    const waiting = await endOf(() => ({ then: () => undefined }) as never)
    expect(waiting).toMatchObject({ attempts: [1], state: 'connecting' })
  })

  it('that returns a channel which is closed already has failed that attempt', async () => {
    const { open } = opener()
    const closed = open()
    closed.abort(thrown)
    const { attempts, received } = await endOf(() => closed as never)
    expect([attempts, received]).toMatchObject([
      [1, 2],
      [{ error: { name: 'ReconnectFailedError', cause: thrown } }],
    ])
  })
})

describe('`backoff` and `shouldReconnect`', () => {
  it.each([
    ['throws', throwing, thrown],
    ['returns NaN', () => NaN, { name: 'RangeError' }],
    ['returns a negative number', () => -1, { name: 'RangeError' }],
    ['returns nothing', () => undefined, { name: 'TypeError' }],
    ['returns a promise', () => Promise.resolve(5), { name: 'TypeError' }],
    ['returns a promise that rejects', () => Promise.reject(thrown), { name: 'TypeError' }],
  ])('that %s ends the channel with that error', async (_what, result, error) => {
    for (const name of ['backoff', 'shouldReconnect']) {
      const made = scripted({ [name]: result })
      await pass()
      await fail(made)
      expect(made.received).toMatchObject([{ error }])
      await expect(made.channel.ready).rejects.toMatchObject(error)
      expect(await made.channel.closed).toEqual({
        code: 1006,
        reason: '',
        wasClean: false,
        initiator: 'failure',
      })
      expect([made.channel.status.name, vi.getTimerCount()]).toEqual(['closed', 0])
    }
  })

  it('that throws after `abort` does not change how the channel ended', async () => {
    for (const name of ['backoff', 'shouldReconnect']) {
      const made = scripted({
        [name]: () => {
          made.channel.abort('enough')
          throw thrown
        },
      })
      await pass()
      await fail(made)
      expect(made.received).toEqual([{ error: 'enough' }])
    }
  })

  it('that throws after `close` ends the channel, which this side closed', async () => {
    const made = scripted({
      backoff: () => {
        void made.channel.sink.close()
        throw thrown
      },
    })
    await pass()
    await fail(made)
    expect(await made.channel.closed).toMatchObject({ code: 1006, initiator: 'local' })
    expect([made.received.length, vi.getTimerCount()]).toEqual([1, 0])
  })
})

describe('`onOpen`', () => {
  it.each([
    ['throws', throwing],
    ['rejects', () => Promise.reject(thrown)],
    [
      'rejects later',
      () => new Promise<never>((_resolve, reject) => setTimeout(reject, 5, thrown)),
    ],
  ])(
    'that %s has failed the attempt, and its frames are not in `stream`',
    async (_what, onOpen) => {
      const made = scripted({ onOpen })
      await pass()
      made.socket.open()
      made.socket.message('of a failed attempt')
      await pass(5)
      expect([made.received, made.openSockets, made.channel.state]).toEqual([[], 0, 'connecting'])
      expect(made.channel.status).toMatchObject({ name: 'waiting', attempt: 2, cause: thrown })
      expect(made.attempts[0]?.signal).toMatchObject({ aborted: true, reason: thrown })
      made.channel.abort()
    },
  )

  it('whose connection ends meanwhile has failed as the connection, whatever it throws then', async () => {
    const made = scripted({
      onOpen: ({ closed }) => closed.then(throwing),
    })
    await pass()
    made.socket.open()
    await pass()
    made.socket.end(1011, 'busy')
    await pass()
    expect(made.channel.status).toMatchObject({ name: 'waiting', cause: { code: 1011 } })
    made.channel.abort()
  })
})

describe('a handler that throws', () => {
  it.each<Place>(['stream', 'statuses', 'states', 'connections'])(
    'in "%s" is reported by RxJS, and the channel goes on',
    async (place) => {
      const made = new CallingBack(place, throwing)
      await made.play()
      expect(made.calls).toBeGreaterThan(0)
      expect(reported).toEqual(new Array(made.calls).fill(thrown))
      expect(made.received).toEqual(['message', 'message', 'message', 'complete'])
    },
  )

  it('in `subscribe` of a topic errors that topic alone', async () => {
    const made = new CallingBack('subscribe of a topic', throwing)
    await made.play()
    expect([made.calls, made.received.at(-1)]).toEqual([1, 'complete'])
  })

  it('in a `toJSON` of a queued message ends the channel with the error of `add`', async () => {
    const made = new CallingBack('toJSON of a queued message', throwing)
    await made.play()
    expect([made.calls, made.received]).toMatchObject([
      1,
      [{ error: { name: 'MessageError', cause: thrown } }],
    ])
    expect([made.openSockets, vi.getTimerCount()]).toEqual([0, 0])
  })

  it('in a `toJSON` around the channel makes `add` throw at once, and the channel goes on', async () => {
    const made = scripted()
    const channel = made.channel.pipe(json())
    expect(() => channel.sink.add({ toJSON: throwing })).toThrow(
      expect.objectContaining({ name: 'MessageError', cause: thrown }),
    )
    expect(channel.state).toBe('connecting')
    channel.abort()
    await pass()
  })
})
