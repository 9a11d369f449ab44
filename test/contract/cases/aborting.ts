import { claim, equal, fieldsOf, rejectionOf, resolvesEmpty, same, within } from '../assert.js'
import type { ContractCase } from '../contract-case.js'
import { CountingSignal } from '../counting-signal.js'
import { observe } from '../observe.js'

const dropped = { code: 1006, reason: '', wasClean: false, initiator: 'local' }

/** Guarantee 5: `abort` and the signal. */
export const aborting: readonly ContractCase[] = [
  {
    guarantee: 5,
    name: 'before open, `abort` fails `ready` and `stream` with one AbortError',
    requires: ['opening'],
    async run(context) {
      const { channel, peer } = context.connect('/no-answer')
      const observed = observe(channel.stream)
      await peer.seen('connected')
      channel.abort()
      const error = await rejectionOf(channel.ready, '`ready`')
      equal(fieldsOf(error), { name: 'AbortError' })
      equal(await observed.end(), ['error'], 'what the subscription got')
      same(observed.error, error, 'the error of `stream`')
      equal(await channel.closed, dropped, '`closed`')
      equal((await peer.seen('gone')).isGone, true, 'the connection being gone')
    },
  },
  ...[new Error('enough'), 'enough', 0, null, false].map((reason): ContractCase => ({
    guarantee: 5,
    name: `before open, \`abort\` fails \`ready\` and \`stream\` with the reason given: ${String(reason)}`,
    requires: ['opening'],
    async run(context) {
      const { channel } = context.connect('/no-answer')
      const observed = observe(channel.stream)
      channel.abort(reason)
      same(await rejectionOf(channel.ready, '`ready`'), reason, 'the error of `ready`')
      equal(await observed.end(), ['error'], 'what the subscription got')
      same(observed.error, reason, 'the error of `stream`')
    },
  })),
  {
    guarantee: 5,
    name: 'before open, the signal fails `ready` and `stream` with its reason',
    requires: ['opening'],
    async run(context) {
      const controller = new AbortController()
      const { channel, peer } = context.connect('/no-answer', { signal: controller.signal })
      const observed = observe(channel.stream)
      await peer.seen('connected')
      controller.abort()
      const error = await rejectionOf(channel.ready, '`ready`')
      same(error, controller.signal.reason, 'the error of `ready`')
      equal(fieldsOf(error), { name: 'AbortError' })
      await observed.end()
      same(observed.error, error, 'the error of `stream`')
      equal(await channel.closed, dropped, '`closed`')
      equal((await peer.seen('gone')).isGone, true, 'the connection being gone')
    },
  },
  {
    guarantee: 5,
    name: 'a signal that is aborted already lets no connection be attempted, and nothing throws',
    requires: ['opening'],
    async run(context) {
      const reason = new Error('too late')
      const { channel, peer } = context.connect('/echo', { signal: AbortSignal.abort(reason) })
      const observed = observe(channel.stream)
      same(await rejectionOf(channel.ready, '`ready`'), reason, 'the error of `ready`')
      equal(await observed.end(), ['error'], 'what the subscription got')
      same(observed.error, reason, 'the error of `stream`')
      equal(await channel.closed, dropped, '`closed`')
      equal((await peer.seen()).connections, 0, 'the number of connections')
    },
  },
  {
    guarantee: 5,
    name: 'a signal that is aborted while the socket is made drops it',
    requires: ['opening', 'platformOption'],
    async run(context) {
      const reason = new Error('changed my mind')
      const controller = new AbortController()
      const construct = (target: new (...given: never[]) => object, given: never[]): object => {
        const socket = new target(...given)
        controller.abort(reason)
        return socket
      }
      const WebSocket = new Proxy(context.client.WebSocket, { construct }) as never
      const { signal } = controller
      const { channel, peer } = context.connect('/no-answer', { WebSocket, signal })
      const observed = observe(channel.stream)
      same(await rejectionOf(channel.ready, '`ready`'), reason, 'the error of `ready`')
      equal(await observed.end(), ['error'], 'what the subscription got')
      same(observed.error, reason, 'the error of `stream`')
      equal(await channel.closed, dropped, '`closed`')
      if ((await peer.seen()).connections > 0) await peer.seen('gone')
    },
  },
  {
    guarantee: 5,
    name: 'arguments are checked though the signal is aborted already',
    requires: ['opening'],
    run(context) {
      let error: unknown
      try {
        context.connect('/echo', { signal: AbortSignal.abort(), closeTimeout: -1 })
      } catch (thrown) {
        error = thrown
      }
      claim(error instanceof RangeError, 'a RangeError is thrown')
    },
  },
  {
    guarantee: 5,
    name: 'once open, `abort` completes `stream`, and `closed` reads 1006, unclean, local',
    async run(context) {
      const { channel } = await context.open('/echo')
      const observed = observe(channel.stream)
      channel.abort(new Error('not shown'))
      const { state, closeCode, closeReason } = channel
      equal(
        { state, closeCode, closeReason },
        { state: 'closed', closeCode: 1006, closeReason: '' },
      )
      equal(await observed.end(), ['complete'], 'what the subscription got')
      equal(await within(channel.closed, '`closed`'), dropped, '`closed`')
      await resolvesEmpty(channel.ready, '`ready`')
    },
  },
  {
    guarantee: 5,
    name: 'once open, the signal completes `stream`, and `closed` reads 1006, unclean, local',
    requires: ['signal'],
    async run(context) {
      const controller = new AbortController()
      const { channel } = await context.open('/echo', { signal: controller.signal })
      const observed = observe(channel.stream)
      controller.abort(new Error('not shown'))
      equal(await observed.end(), ['complete'], 'what the subscription got')
      equal(await within(channel.closed, '`closed`'), dropped, '`closed`')
    },
  },
  {
    guarantee: 5,
    name: 'once open, `abort` drops the connection without a close frame',
    requires: ['drop'],
    async run(context) {
      const { channel, peer } = await context.open('/echo')
      channel.abort()
      const { close, isGone } = await peer.seen('gone')
      equal({ close, isGone }, { close: null, isGone: true })
    },
  },
  {
    guarantee: 5,
    name: 'after an abort what is added is ignored and counted',
    requires: ['rawFrames'],
    async run(context) {
      const { channel } = await context.open('/echo')
      channel.abort()
      const before = channel.sink.bufferedAmount
      channel.sink.add('abc')
      channel.sink.add(new Uint8Array(4))
      equal(channel.sink.bufferedAmount - before, 7, 'what `bufferedAmount` grew by')
    },
  },
  {
    guarantee: 5,
    name: '`abort` cuts a closing handshake short',
    requires: ['rawPeer'],
    async run(context) {
      const { channel, peer } = await context.open('/never-close')
      const observed = observe(channel.stream)
      const closing = channel.sink.close(4000)
      await peer.seen('close')
      channel.abort()
      equal(await within(closing, '`close`'), dropped, 'what `close` resolves with')
      equal(await observed.end(), ['complete'], 'what the subscription got')
    },
  },
  {
    guarantee: 5,
    name: '`abort` after the end changes nothing',
    requires: ['signal'],
    async run(context) {
      const controller = new AbortController()
      const { channel } = await context.open('/close?code=4000&reason=bye', {
        signal: controller.signal,
      })
      const observed = observe(channel.stream)
      const closed = await within(channel.closed, '`closed`')
      channel.abort()
      controller.abort()
      equal(await observed.end(), ['error'], 'what the subscription got')
      equal(await channel.closed, closed, '`closed`')
      equal([channel.state, channel.closeCode, channel.closeReason], ['closed', 4000, 'bye'])
    },
  },
  {
    guarantee: 5,
    name: 'a signal aborts all its channels, in the order in which they were created',
    requires: ['signal'],
    async run(context) {
      const signal = new CountingSignal()
      const first = await context.open('/silent', { signal })
      const second = await context.open('/silent', { signal })
      const third = await context.open('/silent', { signal })
      equal(signal.listeners, 1, 'the number of listeners')
      second.channel.abort()
      const order: number[] = []
      const ends = [first, third].map(async ({ channel }, index) => {
        await channel.closed
        order.push(index)
      })
      signal.abort(undefined)
      await within(Promise.all(ends), 'the ends')
      equal([order, signal.listeners], [[0, 1], 0], 'the order of the ends, and the listeners left')
    },
  },
  {
    guarantee: 5,
    name: 'a signal that cannot be listened off keeps no channel from ending',
    requires: ['signal'],
    async run(context) {
      const signal = Object.assign(new CountingSignal(), {
        removeEventListener: undefined as never,
      })
      const { channel } = await context.open('/silent', { signal })
      const observed = observe(channel.stream)
      channel.abort()
      equal(await channel.closed, dropped, '`closed`')
      equal(await observed.end(), ['complete'], 'what the subscription got')
      signal.abort(undefined)
      equal(channel.state, 'closed', '`state`')
    },
  },
]
