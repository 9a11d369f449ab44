import { claim, equal, same, within } from '../assert.js'
import type { ContractCase } from '../contract-case.js'
import { observe } from '../observe.js'
import { turn } from '../unhandled.js'

/** Guarantee 13: what is right before a terminal signal, and when it may come. */
export const terminalSignals: readonly ContractCase[] = [
  ...['close=1000 done', 'close=4000 bye', 'drop=fin'].map((act): ContractCase => ({
    guarantee: 13,
    name: `\`state\`, \`closeCode\` and \`closeReason\` are right in the handlers of an end by ${act}`,
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      equal(
        [channel.closeCode, channel.closeReason],
        [undefined, undefined],
        'the close before the end',
      )
      const seen: unknown[] = []
      const look = () =>
        seen.push({ state: channel.state, code: channel.closeCode, reason: channel.closeReason })
      channel.stream.subscribe({ complete: look, error: look })
      await peer.tell(act)
      const { code, reason } = await within(channel.closed, '`closed`')
      await turn()
      equal(seen, [{ state: 'closed', code, reason }])
    },
  })),
  {
    guarantee: 13,
    name: '`state`, `closeCode` and `closeReason` are right in the handlers of a failed opening',
    requires: ['opening'],
    async run(context) {
      const { channel } = context.connect('/hang-up')
      const seen: unknown[] = []
      const look = () =>
        seen.push({ state: channel.state, code: channel.closeCode, reason: channel.closeReason })
      channel.stream.subscribe({ complete: look, error: look })
      channel.ready.catch(look)
      await within(channel.closed, '`closed`')
      await turn()
      const wanted = { state: 'closed', code: 1006, reason: '' }
      equal(seen, [wanted, wanted])
    },
  },
  ...(['abort', 'close', 'add', 'addError'] as const).map((verb): ContractCase => ({
    guarantee: 13,
    name: `no terminal signal is delivered inside \`${verb}\``,
    async run(context) {
      const { channel } = await context.open('/echo', { closeTimeout: 0 })
      const observed = observe(channel.stream)
      if (verb === 'abort') channel.abort()
      if (verb === 'close') void channel.sink.close()
      if (verb === 'addError') channel.sink.addError(new Error('mine'))
      if (verb === 'add') channel.sink.add('text')
      const inside = [...observed.events]
      if (verb === 'add') channel.abort()
      await observed.end()
      equal(inside, [], 'what came inside')
      equal(observed.events.at(-1), 'complete', 'what the subscription got last')
    },
  })),
  ...(['abort', 'close'] as const).map((verb): ContractCase => ({
    guarantee: 13,
    name: `no terminal signal is delivered inside \`${verb}\` while connecting`,
    requires: ['opening'],
    async run(context) {
      const { channel } = context.connect('/no-answer', { closeTimeout: 0 })
      const observed = observe(channel.stream)
      if (verb === 'abort') channel.abort()
      else void channel.sink.close()
      const inside = [...observed.events]
      await observed.end()
      equal([inside, observed.events], [[], ['error']])
    },
  })),
  {
    guarantee: 13,
    name: 'no terminal signal is delivered inside `connect` or the `subscribe` after it',
    requires: ['opening'],
    async run(context) {
      const address = await context.unusedAddress()
      const channel = context.make((client) => client.connect(address))
      equal(channel.state, 'connecting', '`state`')
      const observed = observe(channel.stream)
      equal(observed.events, [], 'what came inside `subscribe`')
      equal(await observed.end(), ['error'])
    },
  },
  {
    guarantee: 13,
    name: '`states` replays the current state and completes after "closed"',
    async run(context) {
      const { channel } = await context.open('/silent')
      const seen: string[] = []
      const ended = new Promise<void>((resolve) => {
        channel.states.subscribe({ next: (state) => seen.push(state), complete: () => resolve() })
      })
      await within(channel.sink.close(), '`close`')
      await within(ended, 'the end of `states`')
      equal(seen, ['open', 'closing', 'closed'])
      const late: string[] = []
      const lateEnded = new Promise<void>((resolve) => {
        channel.states.subscribe({ next: (state) => late.push(state), complete: () => resolve() })
      })
      await within(lateEnded, 'the end of a late subscription')
      equal(late, ['closed'])
    },
  },
  {
    guarantee: 13,
    name: '`states` goes from "connecting" to "open", and to "closed" on an abort',
    requires: ['opening'],
    async run(context) {
      const { channel } = context.connect('/silent')
      const seen: string[] = []
      channel.states.subscribe((state) => seen.push(state))
      await within(channel.ready, '`ready`')
      await turn()
      channel.abort()
      await within(channel.closed, '`closed`')
      await turn()
      equal(seen, ['connecting', 'open', 'closed'])
    },
  },
  {
    guarantee: 13,
    name: '`for await` over `states` gets the current state and each later one, and ends after "closed"',
    requires: ['opening'],
    async run(context) {
      const { channel } = context.connect('/silent')
      const seen: string[] = []
      const read = async (): Promise<void> => {
        for await (const state of channel.states) {
          seen.push(state)
          if (state === 'open') void channel.sink.close()
        }
      }
      await within(read(), 'the end of `states`')
      equal(seen, ['connecting', 'open', 'closing', 'closed'])
      for await (const state of channel.states) seen.push(`late ${state}`)
      equal(seen.at(-1), 'late closed')
    },
  },
  {
    guarantee: 13,
    name: 'an iterator of `states` keeps the states that it has not taken, and ends alone at `return`',
    async run(context) {
      const { channel } = await context.open('/silent')
      const [slow, left] = [channel.states, channel.states].map((states) => {
        return states[Symbol.asyncIterator]()
      })
      const firsts = await within(Promise.all([slow?.next(), left?.next()]), 'both `next`')
      equal(
        firsts.map((result): unknown => result?.value),
        ['open', 'open'],
      )
      const pending = left?.next()
      equal(await left?.return?.(), { done: true, value: undefined }, '`return`')
      equal(await pending, { done: true, value: undefined }, 'the `next` before it')
      await within(channel.sink.close(), '`close`')
      await turn()
      const rest = [await slow?.next(), await slow?.next(), await slow?.next()]
      equal(
        rest.map((result): unknown => result?.value),
        ['closing', 'closed', undefined],
      )
      equal(await left?.next(), { done: true, value: undefined }, '`next` after `return`')
    },
  },
  {
    guarantee: 13,
    name: '`closed` gives one object, whatever `close` is called for it',
    async run(context) {
      const { channel } = await context.open('/silent')
      const first = await within(channel.sink.close(), '`close`')
      same(await channel.closed, first, '`closed`')
      claim(channel.closeCode === first.code, '`closeCode` is its code')
    },
  },
]
