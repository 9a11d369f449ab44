import { claim, equal, fieldsOf, rejectionOf, resolvesEmpty, same, within } from '../assert.js'
import type { ContractCase } from '../contract-case.js'
import { endsWith, observe } from '../observe.js'
import { turn } from '../unhandled.js'

// Less than `closeTimeout` is by default, and enough for a busy machine.
const soon = 4_000

/** Guarantee 14: `close`, in every state. */
export const closing: readonly ContractCase[] = [
  {
    guarantee: 14,
    name: '`close` before open waits for the opening, sends what was added, then closes with the code given',
    requires: ['opening'],
    async run(context) {
      const { channel, peer } = context.connect('/late')
      const states: string[] = []
      channel.states.subscribe((state) => states.push(state))
      const observed = observe(channel.stream)
      channel.sink.add('a')
      channel.sink.add(Uint8Array.of(1))
      const closed = channel.sink.close(4000, 'bye')
      equal(channel.state, 'closing', '`state`')
      await peer.tell('accept')
      await resolvesEmpty(channel.ready, '`ready`')
      equal(await within(closed, '`close`'), {
        code: 4000,
        reason: 'bye',
        wasClean: true,
        initiator: 'local',
      })
      const { frames, close } = await peer.seen('close')
      equal(
        { frames, close },
        { frames: ['text a', 'hex 01'], close: '4000 bye' },
        'what the peer saw',
      )
      await endsWith(observed, ['complete'])
      await turn()
      equal(states, ['connecting', 'closing', 'closed'], '`states`')
    },
  },
  ...(['abort', 'signal'] as const).map((verb): ContractCase => ({
    guarantee: 14,
    name: `\`${verb}\` cuts a close before open short, \`ready\` rejects with the reason`,
    requires: ['opening'],
    async run(context) {
      const controller = new AbortController()
      const { channel, peer } = context.connect('/no-answer', { signal: controller.signal })
      await peer.seen('connected')
      const closed = channel.sink.close()
      const reason = new Error('enough')
      if (verb === 'abort') channel.abort(reason)
      else controller.abort(reason)
      same(await rejectionOf(channel.ready, '`ready`'), reason, 'the error of `ready`')
      equal(await within(closed, '`close`'), {
        code: 1006,
        reason: '',
        wasClean: false,
        initiator: 'local',
      })
      equal((await peer.seen('gone')).isGone, true, 'the connection being gone')
    },
  })),
  {
    guarantee: 14,
    name: '`closeTimeout` cuts a close before open short, `ready` rejects with the phase "timeout"',
    requires: ['opening'],
    async run(context) {
      const { channel, peer } = context.connect('/no-answer', { closeTimeout: 150 })
      const observed = observe(channel.stream)
      await peer.seen('connected')
      const begun = Date.now()
      const closed = channel.sink.close()
      const error = await rejectionOf(channel.ready, '`ready`')
      const elapsed = Date.now() - begun
      equal(fieldsOf(error, 'phase'), { name: 'ConnectionFailedError', phase: 'timeout' })
      claim(elapsed >= 145 && elapsed < soon, `150 ms have passed, it was ${elapsed}`)
      equal(await within(closed, '`close`'), {
        code: 1006,
        reason: '',
        wasClean: false,
        initiator: 'local',
      })
      await endsWith(observed, ['error'])
      same(observed.error, error, 'the error of `stream`')
      equal((await peer.seen('gone')).isGone, true, 'the connection being gone')
    },
  },
  {
    guarantee: 14,
    name: '`close` again returns the same promise, and the first code counts',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const first = channel.sink.close(4001, 'first')
      same(channel.sink.close(4002, 'second'), first, 'the promise while closing')
      await within(first, '`close`')
      same(channel.sink.close(), first, 'the promise when closed')
      channel.sink.complete()
      equal((await peer.seen('close')).close, '4001 first', 'the close frame')
      equal(channel.closeCode, 4001, '`closeCode`')
    },
  },
  {
    guarantee: 14,
    name: '`close` after the peer closed resolves with how it ended, and never throws',
    async run(context) {
      const { channel } = await context.open('/close?code=4000&reason=bye')
      const closed = await within(channel.closed, '`closed`')
      equal(await within(channel.sink.close(1000), '`close`'), closed)
      equal(closed, { code: 4000, reason: 'bye', wasClean: true, initiator: 'remote' })
    },
  },
  ...[
    { close: 'close=4000 bye', answer: /^4000( bye)?$/ },
    { close: 'close=1000', answer: /^1000$/ },
    { close: 'close=', answer: /^$/ },
  ].map(({ close, answer }): ContractCase => ({
    guarantee: 14,
    name: `a peer that performs "${close}" gets a close frame back, with its code if it gave one`,
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      await peer.tell(close)
      await within(channel.closed, '`closed`')
      const seen = await peer.seen('gone')
      claim(answer.test(seen.close ?? 'none'), `${seen.close ?? 'nothing'} answers "${close}"`)
      equal(seen.isGone, true, 'the connection being gone')
    },
  })),
  {
    guarantee: 14,
    name: '`initiator` is "local" once you called `close`, though the close of the peer crosses it',
    requires: ['rawPeer'],
    async run(context) {
      const { channel, peer } = await context.open('/never-close')
      const observed = observe(channel.stream)
      const closed = channel.sink.close(4001)
      await peer.seen('close')
      await peer.tell('close=4002 theirs')
      equal(await within(closed, '`close`'), {
        code: 4002,
        reason: 'theirs',
        wasClean: true,
        initiator: 'local',
      })
      await endsWith(observed, ['complete'])
    },
  },
  {
    guarantee: 14,
    name: 'a close that the peer never answers reads 1006, unclean, after `closeTimeout`',
    requires: ['rawPeer'],
    async run(context) {
      const { channel, peer } = await context.open('/never-close', { closeTimeout: 150 })
      const observed = observe(channel.stream)
      const begun = Date.now()
      const closed = await within(channel.sink.close(1000), '`close`')
      const elapsed = Date.now() - begun
      claim(elapsed >= 145 && elapsed < soon, `150 ms have passed, it was ${elapsed}`)
      equal(closed, { code: 1006, reason: '', wasClean: false, initiator: 'local' })
      await endsWith(observed, ['complete'])
      equal((await peer.seen('close')).close, '1000', 'the close frame')
    },
  },
  {
    guarantee: 14,
    name: 'a connection lost while closing reads 1006, unclean, local, and `stream` completes',
    requires: ['rawPeer'],
    async run(context) {
      const { channel, peer } = await context.open('/never-close')
      const observed = observe(channel.stream)
      const closed = channel.sink.close(1000)
      await peer.seen('close')
      await peer.tell('drop=fin')
      equal(await within(closed, '`close`'), {
        code: 1006,
        reason: '',
        wasClean: false,
        initiator: 'local',
      })
      await endsWith(observed, ['complete'])
    },
  },
  {
    guarantee: 14,
    name: '`close` does not resolve before the peer has answered',
    requires: ['rawPeer'],
    async run(context) {
      const { channel, peer } = await context.open('/never-close')
      let isSettled = false
      const closed = channel.sink.close(1000).finally(() => (isSettled = true))
      await peer.seen('close')
      await turn()
      equal([isSettled, channel.state], [false, 'closing'])
      await peer.tell('close=1000 fine')
      equal(await within(closed, '`close`'), {
        code: 1000,
        reason: 'fine',
        wasClean: true,
        initiator: 'local',
      })
    },
  },
  {
    guarantee: 14,
    name: '`closeTimeout: 0` drops at once',
    requires: ['rawPeer'],
    async run(context) {
      const { channel } = await context.open('/never-close', { closeTimeout: 0 })
      const closed = await within(channel.sink.close(1000), '`close`', soon)
      equal(closed, { code: 1006, reason: '', wasClean: false, initiator: 'local' })
    },
  },
  {
    guarantee: 14,
    name: '`close` sends all that was added before',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      for (let count = 0; count < 100; count += 1) channel.sink.add(new Uint8Array(10_000))
      channel.sink.add('last')
      const { wasClean } = await within(channel.sink.close(1000), '`close`')
      const { frames, close } = await peer.seen('close')
      equal([wasClean, frames.length, frames.at(-1), close], [true, 101, 'text last', '1000'])
    },
  },
]
