import type { WebSocketConstructor } from '../../../src/core/arguments/web-socket-like.js'
import { claim, equal, rejectionOf, within } from '../assert.js'
import type { AnyChannel } from '../adapter.js'
import type { Context } from '../context.js'
import { CountingSignal } from '../counting-signal.js'
import type { ContractCase } from '../contract-case.js'
import { watchTimers } from '../watch-timers.js'

interface End {
  readonly name: string
  readonly script: string
  readonly act: (channel: AnyChannel) => void
}

const none = () => undefined

const ends: readonly End[] = [
  { name: 'a local close', script: '/silent', act: (channel) => void channel.sink.close() },
  { name: 'an abort', script: '/silent', act: (channel) => channel.abort() },
  { name: 'a close of the peer', script: '/close', act: none },
  { name: 'a lost connection', script: '/drop', act: none },
]

/** Guarantee 16: when the channel has ended, nothing of it remains. */
export const leavingNothing: readonly ContractCase[] = [
  ...ends.flatMap(({ name, script, act }): ContractCase[] => [
    {
      guarantee: 16,
      name: `after ${name} no timer remains`,
      requires: ['ownProcess'],
      async run(context) {
        const timers = watchTimers()
        try {
          const { channel } = await context.open(script, {
            connectTimeout: 30_000,
            closeTimeout: 30_000,
          })
          act(channel)
          await within(channel.closed, '`closed`')
          equal(timers.ofChannels(), [], 'the delays of the timers that remain')
        } finally {
          timers.stop()
        }
      },
    },
    {
      guarantee: 16,
      name: `after ${name} the signal has no listener, and the peer no connection`,
      requires: ['signal'],
      async run(context) {
        const signal = new CountingSignal()
        const { channel, peer } = await context.open(script, { signal })
        act(channel)
        await within(channel.closed, '`closed`')
        equal(signal.listeners, 0, 'the listeners of the signal')
        equal((await peer.seen('gone')).isGone, true, 'the connection being gone')
      },
    },
  ]),
  ...['/hang-up', '/status?code=401', '/no-answer'].map((script): ContractCase => ({
    guarantee: 16,
    name: `after an opening that failed by ${script} no timer, listener or connection remains`,
    requires: ['opening'],
    async run(context) {
      const timers = watchTimers()
      const signal = new CountingSignal()
      try {
        const { channel, peer } = context.connect(script, { signal, connectTimeout: 500 })
        await rejectionOf(channel.ready, '`ready`')
        equal(timers.ofChannels(), [], 'the delays of the timers that remain')
        equal(signal.listeners, 0, 'the listeners of the signal')
        equal((await peer.seen('gone')).isGone, true, 'the connection being gone')
      } finally {
        timers.stop()
      }
    },
  })),
  {
    guarantee: 16,
    name: 'the signal has a listener while the channel lives, and aborting by it takes that away',
    requires: ['signal'],
    async run(context) {
      const signal = new CountingSignal()
      const { channel } = await context.open('/silent', { signal })
      claim(signal.listeners > 0, 'the channel listens while it is open')
      signal.abort(new Error('enough'))
      await within(channel.closed, '`closed`')
      equal(signal.listeners, 0, 'the listeners after the end')
    },
  },
  {
    guarantee: 16,
    name: 'after the end the socket has no listener that was put there',
    requires: ['constructing'],
    async run(context) {
      const listeners = new Set<unknown>()
      const WebSocket = countingListeners(context, listeners)
      for (const script of ['/close', '/drop', '/hang-up']) {
        const { channel } = context.connect(script, { WebSocket })
        await within(channel.closed, '`closed`')
        equal(listeners.size, 0, `the listeners after ${script}`)
      }
      const { channel, peer } = context.connect('/silent', { WebSocket })
      await within(channel.ready, '`ready`')
      channel.abort()
      await peer.seen('gone')
      equal(listeners.size, 0, 'the listeners after an abort')
    },
  },
]

function countingListeners(context: Context, listeners: Set<unknown>): WebSocketConstructor {
  const Counting = class extends context.client.WebSocket {
    override addEventListener(type: 'open' | 'close', listener: () => void): void {
      listeners.add(listener)
      super.addEventListener(type, listener)
    }

    override removeEventListener(type: 'open' | 'close', listener: () => void): void {
      listeners.delete(listener)
      super.removeEventListener(type, listener)
    }
  }
  // Cases know less of the class than it is.
  return Counting as unknown as WebSocketConstructor
}
