import { equal, thrownBy, within } from '../assert.js'
import type { AnyChannel } from '../adapter.js'
import type { ContractCase } from '../contract-case.js'

const neverAllowed = [
  0,
  -1,
  999,
  1004,
  1005,
  1006,
  1015,
  1016,
  2000,
  2999,
  5000,
  65_536,
  1000.5,
  NaN,
  Infinity,
]
const ofServers = [1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014]

/** Guarantee 14: what may be given to `close`. */
export const closeCodes: readonly ContractCase[] = [
  ...[1000, 3000, 3999, 4000, 4999].map((code): ContractCase => ({
    guarantee: 14,
    name: `\`close(${code})\` sends that code`,
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const closed = await within(channel.sink.close(code), '`close`')
      equal(closed, { code, reason: '', wasClean: true, initiator: 'local' })
      equal((await peer.seen('close')).close, `${code}`, 'the close frame')
    },
  })),
  {
    guarantee: 14,
    name: '`close()` sends a close frame without a code, and reads 1005',
    async run(context) {
      for (const close of [
        (one: AnyChannel) => one.sink.close(),
        (one: AnyChannel) => one.sink.close(undefined, undefined),
      ]) {
        const { channel, peer } = await context.open('/silent')
        const closed = await within(close(channel), '`close`')
        equal(closed, { code: 1005, reason: '', wasClean: true, initiator: 'local' })
        equal((await peer.seen('close')).close, '', 'the close frame')
      }
    },
  },
  {
    guarantee: 14,
    name: 'the codes that only servers may send are refused with a RangeError',
    requires: ['clientCodes'],
    async run(context) {
      const { channel } = await context.open('/silent')
      refuses(channel, RangeError, ofServers)
      equal(channel.state, 'open', '`state`')
    },
  },
  ...ofServers.map((code): ContractCase => ({
    guarantee: 14,
    name: `a server's side may close with ${code}`,
    requires: ['serverCodes'],
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      await within(channel.sink.close(code, 'why'), '`close`')
      equal((await peer.seen('close')).close, `${code} why`, 'the close frame')
    },
  })),
  {
    guarantee: 14,
    name: 'while connecting, invalid codes and reasons are refused, and the attempt goes on',
    requires: ['opening'],
    async run(context) {
      const { channel } = context.connect('/echo')
      refusesAll(channel)
      equal(channel.state, 'connecting', '`state`')
      await within(channel.ready, '`ready`')
      equal(channel.state, 'open', '`state`')
    },
  },
  {
    guarantee: 14,
    name: 'once open, invalid codes and reasons are refused and change nothing',
    async run(context) {
      const { channel, peer } = await context.open('/echo')
      refusesAll(channel)
      equal(channel.state, 'open', '`state`')
      channel.sink.add('still here')
      equal((await peer.seen('frames 1')).frames, ['text still here'])
    },
  },
  {
    guarantee: 14,
    name: 'while closing and when closed, invalid codes and reasons are refused and change nothing',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const closed = channel.sink.close(4000, 'mine')
      refusesAll(channel)
      await within(closed, '`close`')
      refusesAll(channel)
      equal((await peer.seen('close')).close, '4000 mine', 'the close frame')
      equal([channel.state, channel.closeCode, channel.closeReason], ['closed', 4000, 'mine'])
    },
  },
  ...['x'.repeat(123), 'é'.repeat(61), '\u{1f600}'.repeat(30), '', '\0', '"'].map(
    (reason): ContractCase => ({
      guarantee: 14,
      name: `a reason of ${new TextEncoder().encode(reason).length} bytes, ${JSON.stringify(reason.slice(0, 2))}..., arrives at the peer`,
      async run(context) {
        const { channel, peer } = await context.open('/silent')
        await within(channel.sink.close(4000, reason), '`close`')
        equal(
          (await peer.seen('close')).close,
          reason === '' ? '4000' : `4000 ${reason}`,
          'the close frame',
        )
      },
    }),
  ),
  {
    guarantee: 14,
    name: 'a lone surrogate in a reason is sent as U+FFFD',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      await within(channel.sink.close(4000, 'a\ud800b'), '`close`')
      equal((await peer.seen('close')).close, '4000 a\ufffdb', 'the close frame')
    },
  },
]

type ErrorClass = new () => Error

function refusesAll(channel: AnyChannel): void {
  refuses(channel, RangeError, neverAllowed)
  refuses(channel, TypeError, ['1000', null, true, {}, 1000n])
  const reasons: readonly (readonly [ErrorClass, unknown, unknown])[] = [
    [TypeError, undefined, 'alone'],
    [TypeError, undefined, ''],
    [TypeError, 1000, 1],
    [TypeError, 1000, null],
    [TypeError, 1000, Uint8Array.of(65)],
    [RangeError, 1000, 'x'.repeat(124)],
    [RangeError, 1000, 'é'.repeat(62)],
    [RangeError, 1000, '\u{1f600}'.repeat(31)],
  ]
  for (const [wanted, code, reason] of reasons) refuse(channel, wanted, [code, reason])
}

function refuses(channel: AnyChannel, wanted: ErrorClass, codes: readonly unknown[]): void {
  for (const code of codes) refuse(channel, wanted, [code])
}

function refuse(channel: AnyChannel, wanted: ErrorClass, given: readonly unknown[]): void {
  const what = `close(${given.map(String).join(', ')})`
  const error = thrownBy(
    () => Reflect.apply(channel.sink.close.bind(channel.sink), undefined, given),
    what,
  )
  equal(error instanceof wanted, true, `${String(error)} of ${what} being a ${wanted.name}`)
}
