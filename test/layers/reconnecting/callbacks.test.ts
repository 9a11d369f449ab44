import { config } from 'rxjs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Call, CallingBack, places } from './calling-back.js'
import { pass } from './scripted-connections.js'

const thrown = new Error('thrown')
const reported: unknown[] = []

beforeEach(() => {
  vi.useFakeTimers()
  reported.length = 0
  // Handlers that throw are reported as by RxJS, and are no concern of the channel.
  config.onUnhandledError = (error) => reported.push(error)
})

afterEach(() => {
  vi.useRealTimers()
  config.onUnhandledError = null
})

/** Calls that leave the channel as it is, or make it reconnect. */
const lively: Readonly<Record<string, Call>> = {
  reconnects: (channel) => {
    channel.reconnect()
  },
  'reconnects twice': (channel) => {
    channel.reconnect()
    channel.reconnect()
  },
  'adds a message': ({ sink }) => {
    sink.next('added')
  },
  'adds a stream': ({ sink }) => void sink.addStream(['added']),
  'subscribes to everything': ({ stream, statuses, states, connections }) => {
    for (const source of [stream, statuses, states, connections]) {
      source.subscribe({ error: () => undefined })
    }
  },
}

const ending: Readonly<Record<string, Call>> = {
  closes: ({ sink }) => void sink.close(4000, 'bye'),
  'adds, then closes': ({ sink }) => {
    sink.next('last')
    void sink.close()
  },
  'reconnects, then closes': (channel) => {
    channel.reconnect()
    void channel.sink.close()
  },
  'closes, then reconnects': (channel) => {
    void channel.sink.close()
    channel.reconnect()
  },
}

const aborting: Readonly<Record<string, Call>> = {
  aborts: (channel) => {
    channel.abort(thrown)
  },
  'closes, then aborts': (channel) => {
    void channel.sink.close()
    channel.abort()
  },
  'reconnects, then aborts': (channel) => {
    channel.reconnect()
    channel.abort()
  },
  'aborts, then reconnects and adds': (channel) => {
    channel.abort()
    channel.reconnect()
    channel.sink.next('late')
  },
}

const entries = (calls: Readonly<Record<string, Call>>) => Object.entries(calls)

/** What must hold at the end of every channel. */
async function expectNothingLeft(made: CallingBack): Promise<void> {
  const { channel } = made
  expect(await channel.closed).toEqual(expect.objectContaining({ code: channel.closeCode }))
  await pass()
  const terminal = made.received.filter((value) => value !== 'message')
  expect([terminal.length, made.received.at(-1)]).toEqual([1, terminal[0]])
  expect([channel.state, channel.status.name]).toEqual(['closed', 'closed'])
  expect([made.openSockets, vi.getTimerCount(), made.counts]).toEqual([0, 0, made.atEnd])
  expect(reported).toEqual([])
}

describe.each(places)('a function called in "%s"', (place) => {
  it.each(entries(lively))(
    'that %s keeps one socket, and the channel ends as ever',
    async (_name, call) => {
      const made = new CallingBack(place, call)
      await made.play()
      expect(made.calls).toBeGreaterThan(0)
      made.channel.abort()
      await pass()
      made.atEnd ??= made.counts
      await expectNothingLeft(made)
    },
  )

  it.each(entries(ending))(
    'that %s ends the channel, with at most one socket',
    async (_name, call) => {
      const states: string[] = []
      const made = new CallingBack(place, (channel) => {
        call(channel)
        states.push(channel.state)
      })
      await made.play()
      expect(states.length).toBeGreaterThan(0)
      expect(states.filter((state) => state !== 'closing' && state !== 'closed')).toEqual([])
      await expectNothingLeft(made)
    },
  )

  it.each(entries(aborting))('that %s ends the channel inside that call', async (_name, call) => {
    const states: string[] = []
    const made = new CallingBack(place, (channel) => {
      call(channel)
      states.push(channel.state)
    })
    await made.play()
    expect(states.length).toBeGreaterThan(0)
    expect(states.filter((state) => state !== 'closed')).toEqual([])
    await expectNothingLeft(made)
  })
})
