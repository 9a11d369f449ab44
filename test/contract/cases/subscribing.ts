import { config, map, retry, share, take as takeFirst } from 'rxjs'
import { equal, same, within } from '../assert.js'
import type { ContractCase } from '../contract-case.js'
import { observe, type Observed } from '../observe.js'
import { turn } from '../unhandled.js'

/** Guarantee 8: subscriptions do not disturb each other. */
export const subscribing: readonly ContractCase[] = [
  {
    guarantee: 8,
    name: 'every subscription gets every frame that arrives while it lasts, in one order',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const first = observe(channel.stream)
      const second = observe(channel.stream)
      await peer.tell('text=a&hex=01')
      await second.frames(2)
      second.subscription.unsubscribe()
      const third = observe(channel.stream)
      await peer.tell('text=b&close=1000')
      await Promise.all([first.end(), third.end()])
      equal(
        [first.events, second.events, third.events],
        [
          ['a', 'hex 01', 'b', 'complete'],
          ['a', 'hex 01'],
          ['b', 'complete'],
        ],
      )
    },
  },
  {
    guarantee: 8,
    name: 'a subscription made in a handler gets the frames after that one',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      let late: Observed | undefined
      const first = observe(channel.stream, () => (late ??= observe(channel.stream)))
      const second = observe(channel.stream)
      await peer.tell('text=a&text=b&close=1000')
      await Promise.all([first.end(), second.end()])
      await late?.end()
      equal(
        [first.events, second.events, late?.events],
        [
          ['a', 'b', 'complete'],
          ['a', 'b', 'complete'],
          ['b', 'complete'],
        ],
      )
    },
  },
  {
    guarantee: 8,
    name: 'a subscription that a handler ends gets nothing more, not even the frame under way',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const first = observe(channel.stream, () => second.subscription.unsubscribe())
      const second = observe(channel.stream)
      const third = observe(channel.stream)
      await peer.tell('text=a&text=b&close=1000')
      await Promise.all([first.end(), third.end()])
      equal(
        [first.events, second.events, third.events],
        [['a', 'b', 'complete'], [], ['a', 'b', 'complete']],
      )
    },
  },
  {
    guarantee: 8,
    name: 'a subscription that ends itself in its handler disturbs no other',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const first = observe(channel.stream, () => first.subscription.unsubscribe())
      const second = observe(channel.stream)
      await peer.tell('text=a&text=b&close=1000')
      await second.end()
      equal([first.events, second.events], [['a'], ['a', 'b', 'complete']])
    },
  },
  {
    guarantee: 8,
    name: 'what a handler adds comes back in order, to all subscriptions alike',
    async run(context) {
      const { channel } = await context.open('/echo')
      const first = observe(channel.stream, (frame) => {
        if (frame === 'a') for (const text of ['b', 'c']) channel.sink.add(text)
        if (frame === 'c') void channel.sink.close(1000)
      })
      const second = observe(channel.stream)
      channel.sink.add('a')
      await Promise.all([first.end(), second.end()])
      equal(
        [first.events, second.events],
        [
          ['a', 'b', 'c', 'complete'],
          ['a', 'b', 'c', 'complete'],
        ],
      )
    },
  },
  {
    guarantee: 8,
    name: 'a handler that answers every frame with the next keeps the order over hundreds of rounds',
    async run(context) {
      const { channel } = await context.open('/echo')
      const observed = observe(channel.stream, (frame) => {
        const round = Number(frame)
        if (round < 300) channel.sink.add(`${round + 1}`)
        else void channel.sink.close(1000)
      })
      channel.sink.add('0')
      const rounds = Array.from({ length: 301 }, (_, round) => `${round}`)
      equal(await observed.end(), [...rounds, 'complete'])
    },
  },
  ...(['close', 'abort'] as const).map((verb): ContractCase => ({
    guarantee: 8,
    name: `a handler that calls \`${verb}\` lets the frame under way reach the others, then all end`,
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const first = observe(channel.stream, () => {
        if (verb === 'abort') channel.abort()
        else void channel.sink.close()
      })
      const second = observe(channel.stream)
      await peer.tell('text=a&text=b')
      await Promise.all([first.end(), second.end()])
      equal(
        [first.events, second.events],
        [
          ['a', 'complete'],
          ['a', 'complete'],
        ],
      )
    },
  })),
  {
    guarantee: 8,
    name: 'a throwing handler harms neither the socket nor the others, RxJS reports what it threw',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const reported = await reportedWhile(async () => {
        channel.stream.subscribe(() => {
          throw new Error('my own')
        })
        const second = observe(channel.stream)
        await peer.tell('text=a&text=b')
        equal(await second.frames(2), ['a', 'b'])
        await peer.tell('close=1000')
        equal(await second.end(), ['a', 'b', 'complete'])
      })
      equal(
        reported.every((error) => String(error) === 'Error: my own'),
        true,
        `only that in ${String(reported)}`,
      )
      equal(reported.length, 2, 'the number of reports')
    },
  },
  {
    guarantee: 8,
    name: 'a throwing handler of the end harms neither the channel nor the other subscriptions',
    async run(context) {
      const { channel } = await context.open('/silent')
      const reported = await reportedWhile(async () => {
        channel.stream.subscribe({
          complete: () => {
            throw new Error('my own')
          },
        })
        const second = observe(channel.stream)
        await within(channel.sink.close(), '`close`')
        equal(await second.end(), ['complete'])
      })
      equal(reported.map(String), ['Error: my own'], 'what was reported')
    },
  },
  {
    guarantee: 8,
    name: 'an operator that throws ends its own chain only',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const broken: unknown[] = []
      const operator = map(() => {
        throw new Error('my own')
      })
      channel.stream
        .pipe(operator)
        .subscribe({ error: (error: unknown) => broken.push(String(error)) })
      const second = observe(channel.stream)
      await peer.tell('text=a&text=b&close=1000')
      equal(await second.end(), ['a', 'b', 'complete'])
      equal(broken, ['Error: my own'])
    },
  },
  {
    guarantee: 8,
    name: 'a subscription without an error handler hands the error to `config.onUnhandledError`',
    async run(context) {
      const { channel } = await context.start('/close?code=4000')
      const observed = observe(channel.stream)
      const reported = await reportedWhile(async () => {
        channel.stream.subscribe()
        await observed.end()
      })
      equal(reported.length, 1, 'the number of reports')
      same(reported[0], observed.error, 'the error reported')
    },
  },
  {
    guarantee: 8,
    name: 'RxJS operators do what they do elsewhere, and `retry` of an ended stream does not spin',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const shared = channel.stream.pipe(share())
      const all = observe(shared)
      const first = observe(shared.pipe(takeFirst(1)))
      const retried = observe(channel.stream.pipe(retry(3)))
      await peer.tell('text=a&text=b&close=4000')
      await Promise.all([all.end(), first.end(), retried.end()])
      equal(
        [all.events, first.events, retried.events],
        [
          ['a', 'b', 'error'],
          ['a', 'complete'],
          ['a', 'b', 'error'],
        ],
      )
    },
  },
]

// What RxJS would throw in a macrotask goes to the list instead.
async function reportedWhile(run: () => Promise<void>): Promise<unknown[]> {
  const reported: unknown[] = []
  config.onUnhandledError = (error: unknown) => reported.push(error)
  try {
    await run()
    await turn()
    await turn()
  } finally {
    config.onUnhandledError = null
  }
  return reported
}
