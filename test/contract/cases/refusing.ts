import { NEVER, of, Subject, throwError } from 'rxjs'
import {
  claim,
  equal,
  fieldsOf,
  rejectionOf,
  resolvesEmpty,
  same,
  thrownBy,
  within,
} from '../assert.js'
import type { AnyChannel } from '../adapter.js'
import type { Context } from '../context.js'
import type { ContractCase } from '../contract-case.js'
import { turn } from '../unhandled.js'

interface Ending {
  readonly name: string
  readonly script: string
  readonly act: (channel: AnyChannel) => void
}

const own: readonly Ending[] = [
  { name: 'your own `close`', script: '/silent', act: (channel) => void channel.sink.close(1000) },
  {
    name: 'your own `addError`',
    script: '/silent',
    act: (channel) => channel.sink.addError(new Error('mine')),
  },
  { name: 'your own `complete`', script: '/silent', act: (channel) => channel.sink.complete() },
  {
    name: 'your own `error`',
    script: '/silent',
    act: (channel) => channel.sink.error(new Error('mine')),
  },
]

const others: readonly Ending[] = [
  { name: 'the close of the peer', script: '/close?code=1000', act: () => undefined },
  { name: 'a bad close of the peer', script: '/close?code=4000', act: () => undefined },
  { name: 'a lost connection', script: '/drop', act: () => undefined },
  { name: 'an abort', script: '/silent', act: (channel) => channel.abort() },
]

const noSources: Readonly<Record<string, unknown>> = {
  null: null,
  undefined,
  'a number': 1,
  'an object': {},
  'a boolean': true,
  'a symbol': Symbol('a'),
  'a function': () => 'a',
}

/** Guarantee 18: what becomes of what is added too late. */
export const refusing: readonly ContractCase[] = [
  ...own.flatMap(({ name, script, act }): ContractCase[] => [
    {
      guarantee: 18,
      name: `after ${name}, \`add\` and \`addError\` throw InvalidStateError and \`addStream\` rejects with it`,
      async run(context) {
        const { channel, peer } = await context.open(script)
        act(channel)
        await refusesOwn(context, channel)
        await within(channel.closed, '`closed`')
        await refusesOwn(context, channel)
        equal((await peer.seen('close')).frames, [], 'what the peer saw')
      },
    },
    {
      guarantee: 18,
      name: `after ${name}, \`next\`, \`error\` and \`complete\` are ignored, and counted`,
      requires: ['rawFrames'],
      async run(context) {
        const { channel, peer } = await context.open(script)
        act(channel)
        ignores(channel)
        await within(channel.closed, '`closed`')
        ignores(channel)
        equal((await peer.seen('close')).frames, [], 'what the peer saw')
      },
    },
  ]),
  ...others.flatMap(({ name, script, act }): ContractCase[] => [
    {
      guarantee: 18,
      name: `after ${name}, \`add\` and \`addError\` are ignored, and \`bufferedAmount\` grows by what was not sent`,
      requires: ['rawFrames'],
      async run(context) {
        const { channel } = await context.open(script)
        act(channel)
        await within(channel.closed, '`closed`')
        const before = channel.sink.bufferedAmount
        channel.sink.add('é')
        channel.sink.add(new Uint16Array(2))
        equal(channel.sink.bufferedAmount - before, 6, 'what `bufferedAmount` grew by')
        channel.sink.addError(new Error('too late'))
        await resolvesEmpty(channel.sink.done, '`done`')
        ignores(channel)
      },
    },
    {
      guarantee: 18,
      name: `after ${name}, \`addStream\` rejects with ConnectionClosedError`,
      async run(context) {
        const { channel } = await context.open(script)
        act(channel)
        const closed = await within(channel.closed, '`closed`')
        const error = await rejectionOf(channel.sink.addStream(['late']), '`addStream`')
        equal(fieldsOf(error, 'code', 'reason', 'wasClean', 'initiator'), {
          name: 'ConnectionClosedError',
          ...closed,
        })
        claim(
          error instanceof context.errors.ConnectionClosedError,
          'it is a ConnectionClosedError',
        )
      },
    },
    {
      guarantee: 18,
      name: `after ${name}, calling \`close\` makes \`add\` throw from then on`,
      async run(context) {
        const { channel } = await context.open(script)
        act(channel)
        await within(channel.closed, '`closed`')
        await within(channel.sink.close(), '`close`')
        await refusesOwn(context, channel)
      },
    },
  ]),
  {
    guarantee: 18,
    name: 'after a failed opening, `addStream` rejects with that very ConnectionFailedError',
    requires: ['opening'],
    async run(context) {
      const { channel } = context.connect('/hang-up')
      const error = await rejectionOf(channel.ready, '`ready`')
      same(await rejectionOf(channel.sink.addStream(['late']), '`addStream`'), error)
      same(await rejectionOf(channel.sink.addStream(of('late')), '`addStream`'), error)
    },
  },
  {
    guarantee: 18,
    name: 'while connecting, `close` makes `add` throw InvalidStateError',
    requires: ['opening'],
    async run(context) {
      const { channel, peer } = context.connect('/silent')
      channel.sink.add('before')
      void channel.sink.close()
      await refusesOwn(context, channel)
      equal((await peer.seen('close')).frames, ['text before'], 'what the peer saw')
    },
  },
  {
    guarantee: 18,
    name: 'an Observable that outlives the channel may go on calling the sink, and its end too',
    async run(context) {
      const { channel } = await context.open('/close')
      const source = new Subject<string>()
      source.subscribe(channel.sink)
      await within(channel.closed, '`closed`')
      source.next('late')
      source.complete()
      throwError(() => new Error('late')).subscribe(channel.sink)
      await turn()
      equal(channel.state, 'closed', '`state`')
    },
  },
  {
    guarantee: 18,
    name: 'an Observable that subscribes the sink sends its values, and its completion closes without a code',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      of('a', Uint8Array.of(1)).subscribe(channel.sink)
      const { frames, close } = await peer.seen('close')
      equal({ frames, close }, { frames: ['text a', 'hex 01'], close: '' })
      equal((await within(channel.closed, '`closed`')).initiator, 'local')
    },
  },
  {
    guarantee: 18,
    name: '`addStream` never throws, it rejects with a TypeError for what is no source',
    async run(context) {
      const { channel } = await context.open('/silent')
      for (const [kind, source] of Object.entries(noSources)) {
        const error = await rejectionOf(
          channel.sink.addStream(source as never),
          `addStream of ${kind}`,
        )
        claim(error instanceof TypeError, `${String(error)} is a TypeError`)
      }
      equal(channel.state, 'open', '`state`')
      const pending = channel.sink.addStream(NEVER)
      channel.abort()
      await rejectionOf(pending, '`addStream`')
    },
  },
]

async function refusesOwn(context: Context, channel: AnyChannel): Promise<void> {
  const { InvalidStateError } = context.errors
  claim(
    thrownBy(() => channel.sink.add('late'), '`add`') instanceof InvalidStateError,
    '`add` throws InvalidStateError',
  )
  const thrown = thrownBy(() => channel.sink.addError(new Error('late')), '`addError`')
  claim(thrown instanceof InvalidStateError, '`addError` throws InvalidStateError')
  const rejection = await rejectionOf(channel.sink.addStream(['late']), '`addStream`')
  claim(
    rejection instanceof InvalidStateError,
    `\`addStream\` rejects with InvalidStateError, not ${String(rejection)}`,
  )
}

function ignores(channel: AnyChannel): void {
  const before = channel.sink.bufferedAmount
  channel.sink.next('late')
  equal(channel.sink.bufferedAmount - before, 4, 'what `bufferedAmount` grew by')
  channel.sink.error(new Error('late'))
  channel.sink.complete()
}
