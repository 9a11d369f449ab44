import { claim, equal, rejectionOf, thrownBy, within } from '../assert.js'
import type { ContractCase } from '../contract-case.js'
import { observe } from '../observe.js'

/** Guarantee 1: `connect` returns synchronously and connects at once. */
export const connecting: readonly ContractCase[] = [
  {
    guarantee: 1,
    name: '`connect` returns a channel that is connecting and knows nothing of its end',
    requires: ['opening'],
    run(context) {
      const { channel } = context.connect('/silent')
      const { state, protocol, closeCode, closeReason } = channel
      equal(
        { state, protocol, closeCode, closeReason, bufferedAmount: channel.sink.bufferedAmount },
        {
          state: 'connecting',
          protocol: '',
          closeCode: undefined,
          closeReason: undefined,
          bufferedAmount: 0,
        },
      )
    },
  },
  {
    guarantee: 1,
    name: '`connect` connects though nobody subscribes or awaits anything',
    requires: ['opening'],
    async run(context) {
      const { peer } = context.connect('/silent')
      equal((await peer.seen('connected')).connections, 1, 'the number of connections')
    },
  },
  {
    guarantee: 1,
    name: '`connect` takes a URL object',
    requires: ['opening'],
    async run(context) {
      const { url, peer } = context.address('/silent')
      const channel = context.make((client) => client.connect(new URL(url)))
      await within(channel.ready, '`ready`')
      equal((await peer.seen()).connections, 1, 'the number of connections')
    },
  },
  {
    guarantee: 1,
    name: '`connect` takes `http:` for `ws:`',
    requires: ['opening'],
    async run(context) {
      const { url, peer } = context.address('/silent')
      const channel = context.make((client) => client.connect(url.replace('ws:', 'http:')))
      await within(channel.ready, '`ready`')
      equal((await peer.seen()).connections, 1, 'the number of connections')
    },
  },
  {
    guarantee: 1,
    name: '`connect` takes `https:` for `wss:`',
    requires: ['opening'],
    async run(context) {
      const address = (await context.unusedAddress()).replace('ws:', 'https:')
      const channel = context.make((client) => client.connect(address))
      const error = await rejectionOf(channel.ready, '`ready`')
      equal(
        Reflect.get(Object(error), 'url'),
        address.replace('https:', 'wss:'),
        'the url of the error',
      )
    },
  },
  {
    guarantee: 1,
    name: 'a network failure never throws, `ready` rejects and `stream` errors with it',
    requires: ['opening'],
    async run(context) {
      const address = await context.unusedAddress()
      const channel = context.make((client) => client.connect(address))
      const observed = observe(channel.stream)
      const error = await rejectionOf(channel.ready, '`ready`')
      claim(
        error instanceof context.errors.ConnectionFailedError,
        '`ready` rejects with ConnectionFailedError',
      )
      equal(await observed.end(), ['error'], 'what the subscription got')
    },
  },
  ...[
    '',
    'nowhere',
    'ws://',
    'ftp://127.0.0.1/',
    'mailto:a@b.example',
    'ws://127.0.0.1/#',
    'ws://127.0.0.1/#top',
  ].map((url): ContractCase => ({
    guarantee: 1,
    name: `\`connect\` refuses the URL "${url}" with a SyntaxError`,
    requires: ['opening', 'checking'],
    run(context) {
      // A page has its own address, and relative ones count from there.
      const isPage = 'location' in globalThis
      if (isPage && (url === '' || url === 'nowhere')) return
      const error = thrownBy(() => context.make((client) => client.connect(url)))
      equal(error instanceof SyntaxError, true, `${String(error)} being a SyntaxError`)
    },
  })),
  ...[undefined, null, 1, true].map((url): ContractCase => ({
    guarantee: 1,
    name: `\`connect\` refuses ${String(url)} for a URL with a TypeError`,
    requires: ['opening', 'checking'],
    run(context) {
      const error = thrownBy(() => context.make((client) => client.connect(url as never)))
      equal(error instanceof TypeError, true, `${String(error)} being a TypeError`)
    },
  })),
  {
    guarantee: 1,
    name: 'subprotocols that are no tokens, or given twice, are refused with a SyntaxError',
    requires: ['opening', 'checking'],
    async run(context) {
      const { url, peer } = context.address('/silent')
      for (const protocols of [
        '',
        'a b',
        'a,b',
        'ä',
        'a\n',
        ['a', 'a'],
        ['chat', 'Chat'],
        ['chat', ''],
      ]) {
        const error = thrownBy(
          () => context.make((client) => client.connect(url, { protocols })),
          JSON.stringify(protocols),
        )
        equal(error instanceof SyntaxError, true, `${String(error)} being a SyntaxError`)
      }
      equal((await peer.seen()).connections, 0, 'the number of connections')
    },
  },
  {
    guarantee: 1,
    name: 'subprotocols of the wrong type are refused with a TypeError',
    requires: ['opening', 'checking'],
    run(context) {
      const { url } = context.address('/silent')
      for (const protocols of [1, null, [1], [null], {}]) {
        const options = { protocols: protocols as never }
        const error = thrownBy(
          () => context.make((client) => client.connect(url, options)),
          JSON.stringify(protocols),
        )
        equal(error instanceof TypeError, true, `${String(error)} being a TypeError`)
      }
    },
  },
]
