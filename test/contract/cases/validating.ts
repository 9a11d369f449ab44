import type { ConnectOptions } from '../../../src/core/arguments/options.js'
import { equal, thrownBy, within } from '../assert.js'
import type { ContractCase } from '../contract-case.js'

const numbers = ['connectTimeout', 'closeTimeout', 'highWaterMark', 'maxHeldBytes'] as const

const wrongTypes: readonly Readonly<Record<string, unknown>>[] = [
  ...numbers.flatMap((name) => ['100', null, true, {}, 1n].map((value) => ({ [name]: value }))),
  ...[1, 'signal', null, {}].map((signal) => ({ signal })),
  ...[1, true, null, {}].map((unobserved) => ({ unobserved })),
  ...[1, 'off', true, null].map((keepAlive) => ({ keepAlive })),
  ...['100', null, {}].map((interval) => ({ keepAlive: { interval } })),
  ...['100', null, {}].map((timeout) => ({ keepAlive: { timeout } })),
  ...[1, 'ws', {}, null].map((WebSocket) => ({ WebSocket })),
]

const outOfRange: readonly Readonly<Record<string, unknown>>[] = [
  ...numbers.flatMap((name) => [NaN, -1, -Infinity].map((value) => ({ [name]: value }))),
  ...['', 'Hold', 'keep'].map((unobserved) => ({ unobserved })),
  ...[NaN, -1].flatMap((value) => [
    { keepAlive: { interval: value } },
    { keepAlive: { timeout: value } },
  ]),
]

const fitting: readonly ConnectOptions[] = [
  {},
  ...numbers.flatMap((name) =>
    [1, 0.5, 2 ** 40, Infinity].map((value) => ({ [name]: value * 1_000 })),
  ),
  { connectTimeout: 0 },
  { closeTimeout: 0 },
  { highWaterMark: 0 },
  { maxHeldBytes: 0 },
  { unobserved: 'drop' },
  { keepAlive: false },
  { keepAlive: {} },
  { keepAlive: { interval: Infinity, timeout: Infinity } },
  { keepAlive: { interval: 5_000 } },
  { keepAlive: { timeout: 5_000 } },
]

/** Guarantee 1: invalid arguments throw, before any socket exists. */
export const validating: readonly ContractCase[] = [
  {
    guarantee: 1,
    name: 'an option of the wrong type is refused with a TypeError, and nothing connects',
    requires: ['opening', 'checking'],
    async run(context) {
      const { url, peer } = context.address('/silent')
      for (const options of wrongTypes) {
        const error = thrownBy(
          () => context.make((client) => client.connect(url, options)),
          told(options),
        )
        equal(
          error instanceof TypeError,
          true,
          `${String(error)} for ${told(options)} being a TypeError`,
        )
      }
      equal((await peer.seen()).connections, 0, 'the number of connections')
    },
  },
  {
    guarantee: 1,
    name: 'a number out of range and an unknown word are refused with a RangeError, and nothing connects',
    requires: ['opening', 'checking'],
    async run(context) {
      const { url, peer } = context.address('/silent')
      for (const options of outOfRange) {
        const error = thrownBy(
          () => context.make((client) => client.connect(url, options)),
          told(options),
        )
        equal(
          error instanceof RangeError,
          true,
          `${String(error)} for ${told(options)} being a RangeError`,
        )
      }
      equal((await peer.seen()).connections, 0, 'the number of connections')
    },
  },
  {
    guarantee: 1,
    name: 'every number from 0 to Infinity is taken for every option that is one',
    requires: ['opening'],
    async run(context) {
      for (const options of fitting) {
        const { channel } = context.connect('/silent', options)
        await within(channel.ready, `\`ready\` with ${told({ ...options })}`)
      }
    },
  },
  {
    guarantee: 1,
    name: 'an unknown option within `keepAlive` is refused with a TypeError that names it',
    requires: ['opening', 'checking'],
    run(context) {
      const { url } = context.address('/silent')
      const keepAlive = { interval: 5_000, intervall: 5_000 }
      const error = thrownBy(() => context.make((client) => client.connect(url, { keepAlive })))
      equal(error instanceof TypeError, true, `${String(error)} being a TypeError`)
      equal(String(error).includes('intervall'), true, `${String(error)} naming the option`)
    },
  },
  {
    guarantee: 1,
    name: 'an inherited option counts as an own one',
    requires: ['opening'],
    run(context) {
      const { url } = context.address('/silent')
      const inheriting = Object.create({ highWaterMark: 7 }) as ConnectOptions
      equal(
        context.make((client) => client.connect(url, inheriting)).sink.highWaterMark,
        7,
        'the inherited `highWaterMark`',
      )
      const wrong = Object.create({ closeTimeout: -1 }) as ConnectOptions
      const error = thrownBy(() => context.make((client) => client.connect(url, wrong)))
      equal(error instanceof RangeError, true, `${String(error)} being a RangeError`)
    },
  },
  {
    guarantee: 1,
    name: 'options that are no object are refused with a TypeError',
    requires: ['opening', 'checking'],
    run(context) {
      const { url } = context.address('/silent')
      for (const options of [null, 1, 'chat', true]) {
        const error = thrownBy(() =>
          context.make((client) => client.connect(url, options as never)),
        )
        equal(error instanceof TypeError, true, `${String(error)} being a TypeError`)
      }
    },
  },
]

function told(options: Readonly<Record<string, unknown>>): string {
  const show = (value: unknown): string =>
    typeof value === 'object' && value !== null
      ? `{ ${Object.entries(value)
          .map(([name, inner]) => `${name}: ${show(inner)}`)
          .join(', ')} }`
      : String(value)
  return show(options)
}
