import { claim, equal, fieldsOf, rejectionOf, resolvesEmpty, within } from '../assert.js'
import type { ContractCase } from '../contract-case.js'
import { observe } from '../observe.js'

/** Guarantee 3: `connectTimeout` is a wall clock. */
export const connectTimeout: readonly ContractCase[] = [
  ...['/no-answer', '/drip?every=20'].map((script): ContractCase => ({
    guarantee: 3,
    name: `\`connectTimeout\` ends the opening with a server that plays ${script}, and leaves no socket behind`,
    requires: ['opening'],
    async run(context) {
      const begun = Date.now()
      const { channel, peer } = context.connect(script, { connectTimeout: 500 })
      const observed = observe(channel.stream)
      const error = await rejectionOf(channel.ready, '`ready`')
      const elapsed = Date.now() - begun
      claim(elapsed >= 495, `500 ms have passed, it was ${elapsed}`)
      equal(fieldsOf(error, 'phase', 'status'), {
        name: 'ConnectionFailedError',
        phase: 'timeout',
        status: undefined,
      })
      equal(await observed.end(), ['error'], 'what the subscription got')
      equal((await peer.seen('gone')).isGone, true, 'the connection being gone')
    },
  })),
  {
    guarantee: 3,
    name: 'a server that accepts after `connectTimeout` finds nobody, and the channel stays closed',
    requires: ['opening'],
    async run(context) {
      const { channel, peer } = context.connect('/late?text=late', { connectTimeout: 500 })
      const observed = observe(channel.stream)
      await rejectionOf(channel.ready, '`ready`')
      await peer.tell('accept')
      await peer.seen('gone')
      equal(observed.events, ['error'], 'what the subscription got')
      equal(channel.state, 'closed', '`state`')
    },
  },
  {
    guarantee: 3,
    name: '`connectTimeout: 0` sets no limit',
    requires: ['opening'],
    async run(context) {
      const { channel, peer } = context.connect('/late', { connectTimeout: 0 })
      await peer.seen('connected')
      equal(channel.state, 'connecting', '`state`')
      await peer.tell('accept')
      await resolvesEmpty(channel.ready, '`ready`')
    },
  },
  {
    guarantee: 3,
    name: 'a channel that opened in time outlives its `connectTimeout`',
    requires: ['opening'],
    async run(context) {
      const begun = Date.now()
      const { channel } = context.connect('/echo?beat=20', { connectTimeout: 1_000 })
      const observed = observe(channel.stream)
      await within(channel.ready, '`ready`')
      while (Date.now() - begun < 1_100) await observed.frames(observed.events.length + 1)
      equal(channel.state, 'open', '`state`')
    },
  },
  {
    guarantee: 3,
    name: 'many channels that connect to one host at once all open in time',
    requires: ['opening'],
    async run(context) {
      const channels = Array.from({ length: 25 }, () => context.connect('/echo').channel)
      // Chromium holds back what comes after the first dozen, for up to 5 seconds.
      await within(Promise.all(channels.map((channel) => channel.ready)), 'every `ready`', 12_000)
    },
  },
]
