import type { NodeConnectOptions } from '../../../src/node.js'
import { claim, equal, fieldsOf, rejectionOf, same, within } from '../assert.js'
import type { ContractCase } from '../contract-case.js'
import { endsWith, observe } from '../observe.js'
import { turn } from '../unhandled.js'

const longest = 'é'.repeat(61).concat('!')

/** Guarantee 12: how `stream` ends. */
export const ends: readonly ContractCase[] = [
  {
    guarantee: 12,
    name: '`stream` completes after a local close',
    async run(context) {
      const { channel } = await context.open('/silent')
      const observed = observe(channel.stream)
      const closed = await within(channel.sink.close(4000, 'enough'), '`close`')
      equal(
        closed,
        { code: 4000, reason: 'enough', wasClean: true, initiator: 'local' },
        '`closed`',
      )
      await endsWith(observed, ['complete'])
    },
  },
  ...[
    { query: '', code: 1005, reason: '' },
    { query: '?code=1000', code: 1000, reason: '' },
    { query: '?code=1000&reason=done', code: 1000, reason: 'done' },
    { query: '?code=1001&reason=away', code: 1001, reason: 'away' },
  ].map(({ query, code, reason }): ContractCase => ({
    guarantee: 12,
    name: `\`stream\` completes when the peer closed with ${code} "${reason}"`,
    ...(code === 1001 ? { requires: ['peerOwnCodes'] as const } : {}),
    async run(context) {
      const { channel } = await context.start(`/close${query}`)
      await endsWith(observe(channel.stream), ['complete'])
      equal(await channel.closed, { code, reason, wasClean: true, initiator: 'remote' }, '`closed`')
    },
  })),
  ...[1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999].map(
    (code): ContractCase => ({
      guarantee: 12,
      name: `\`stream\` errors with ConnectionClosedError when the peer closed with ${code}`,
      ...(code < 3000 ? { requires: ['peerOwnCodes'] as const } : {}),
      async run(context) {
        const { channel } = await context.start(`/send?text=last&close=${code}%20db%20down`)
        const observed = observe(channel.stream)
        await endsWith(observed, ['last', 'error'])
        const { error } = observed
        claim(
          error instanceof context.errors.ConnectionClosedError,
          'it is a ConnectionClosedError',
        )
        claim(context.errors.ConnectionClosedError.is(error), 'ConnectionClosedError.is knows it')
        equal(fieldsOf(error, 'message', 'code', 'reason', 'wasClean', 'initiator'), {
          name: 'ConnectionClosedError',
          message: `Connection closed: received ${code} "db down"`,
          code,
          reason: 'db down',
          wasClean: true,
          initiator: 'remote',
        })
        const closed = { code, reason: 'db down', wasClean: true, initiator: 'remote' }
        equal(await channel.closed, closed, '`closed`')
      },
    }),
  ),
  ...['/drop', '/drop?how=rst'].map((script): ContractCase => ({
    guarantee: 12,
    name: `\`stream\` errors with 1006 when the peer plays ${script}, without a close frame`,
    async run(context) {
      const { channel } = await context.open(script)
      const observed = observe(channel.stream)
      await endsWith(observed, ['error'])
      const info = { code: 1006, reason: '', wasClean: false, initiator: 'failure' } as const
      equal(fieldsOf(observed.error, 'code', 'reason', 'wasClean', 'initiator'), {
        name: 'ConnectionClosedError',
        ...info,
      })
      equal(await channel.closed, info, '`closed`')
    },
  })),
  ...[0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65_535].map((code): ContractCase => ({
    guarantee: 12,
    name: `a close frame with ${code}, which nobody may send, reads 1006`,
    requires: code === 0 ? ['rawPeer'] : ['rawPeer', 'checkedCodes'],
    async run(context) {
      const { channel } = await context.start(`/close?code=${code}`)
      await endsWith(observe(channel.stream), ['error'])
      equal(
        await channel.closed,
        { code: 1006, reason: '', wasClean: false, initiator: 'failure' },
        '`closed`',
      )
    },
  })),
  ...[longest, 'x'.repeat(123), '\u{1f600}'.repeat(30)].map((reason, index): ContractCase => ({
    guarantee: 12,
    name: `a reason of up to 123 bytes arrives as it was sent (${index + 1})`,
    async run(context) {
      const { channel } = await context.start(
        `/close?code=4000&reason=${encodeURIComponent(reason)}`,
      )
      equal(await within(channel.closed, '`closed`'), {
        code: 4000,
        reason,
        wasClean: true,
        initiator: 'remote',
      })
    },
  })),
  {
    guarantee: 12,
    name: 'an opening that fails ends `stream` as `ready`, though `close` was called meanwhile',
    requires: ['opening'],
    async run(context) {
      const { channel } = context.connect('/hang-up')
      const observed = observe(channel.stream)
      const closing = channel.sink.close(1000)
      const error = await rejectionOf(channel.ready, '`ready`')
      await endsWith(observed, ['error'])
      same(observed.error, error, 'the error of `stream`')
      claim(error instanceof context.errors.ConnectionFailedError, 'it is a ConnectionFailedError')
      equal(await within(closing, '`close`'), {
        code: 1006,
        reason: '',
        wasClean: false,
        initiator: 'local',
      })
    },
  },
  {
    guarantee: 12,
    name: 'a message over `maxPayload` ends the channel with ConnectionClosedError, and its cause says why',
    requires: ['maxPayload'],
    async run(context) {
      const options: NodeConnectOptions = { maxPayload: 1_000 }
      const { channel, peer } = await context.open('/send?text=fits', options)
      const observed = observe(channel.stream)
      await observed.frames(1)
      await peer.tell('flood=1,1001')
      await endsWith(observed, ['fits', 'error'])
      const { error } = observed
      const info = { code: 1006, reason: '', wasClean: false, initiator: 'failure' } as const
      equal(fieldsOf(error, 'code', 'reason', 'wasClean', 'initiator'), {
        name: 'ConnectionClosedError',
        ...info,
      })
      claim(
        Reflect.get(Object(error), 'cause') instanceof RangeError,
        'the cause is the RangeError of `ws`',
      )
      equal((await peer.seen('gone')).close, '1009', 'the close frame')
    },
  },
  {
    guarantee: 12,
    name: 'all subscriptions error with one and the same object',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const first = observe(channel.stream)
      const second = observe(channel.stream)
      await peer.tell('close=4000')
      await Promise.all([first.end(), second.end()])
      const third = observe(channel.stream)
      await third.end()
      equal([first.events, second.events, third.events], [['error'], ['error'], ['error']])
      same(second.error, first.error, 'the second error')
      same(third.error, first.error, 'the third error')
    },
  },
  {
    guarantee: 12,
    name: 'a subscription made in the handler of the end gets the same end, once',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const ends: string[] = []
      const note = (name: string, then: () => void = () => undefined) => {
        const end = (kind: string) => () => {
          ends.push(`${name} ${kind}`)
          then()
        }
        channel.stream.subscribe({ error: end('error'), complete: end('complete') })
      }
      note('first', () => note('within'))
      note('second')
      await peer.tell('close=4000')
      await observe(channel.stream).end()
      await turn()
      equal(ends.sort(), ['first error', 'second error', 'within error'])
    },
  },
  {
    guarantee: 12,
    name: 'a subscription made after the end gets what is held, then the end; the next only the end',
    async run(context) {
      const { channel } = await context.open('/send?text=a&hex=01&close=4000')
      await within(channel.closed, '`closed`')
      await endsWith(observe(channel.stream), ['a', 'hex 01', 'error'])
      await endsWith(observe(channel.stream), ['error'])
    },
  },
]
