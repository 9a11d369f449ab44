import { Observable, of, Subject, throwError } from 'rxjs'
import type { ObservableInput } from 'rxjs'
import type { Sendable } from '../../../src/core/frame.js'
import { claim, equal, rejectionOf, resolvesEmpty, same, within } from '../assert.js'
import type { ContractCase } from '../contract-case.js'
import { endsWith, observe } from '../observe.js'
import { turn } from '../unhandled.js'

const sources: Readonly<Record<string, () => ObservableInput<Sendable>>> = {
  'an array': () => ['a', Uint8Array.of(1), 'b'],
  *'a generator'() {
    yield* ['a', Uint8Array.of(1), 'b']
  },
  async *'an async generator'() {
    yield 'a'
    yield await Promise.resolve(Uint8Array.of(1))
    yield 'b'
  },
  'an Observable': () => of<Sendable[]>('a', Uint8Array.of(1), 'b'),
  'an Observable of another library': () => {
    const source = of<Sendable[]>('a', Uint8Array.of(1), 'b')
    // RxJS declares the symbol, but leaves it to others to define it.
    const key = (Symbol as { readonly observable?: symbol }).observable ?? '@@observable'
    return { [key]: () => source } as never
  },
  'an array-like': () => ({ length: 3, 0: 'a', 1: Uint8Array.of(1), 2: 'b' }),
  'a ReadableStream': readable,
  'a ReadableStream that cannot be iterated, as in Safari': () =>
    Object.defineProperty(readable(), Symbol.asyncIterator, { value: undefined }),
}

function readable(): ReadableStream<Sendable> {
  return new ReadableStream<Sendable>({
    start(controller) {
      for (const value of ['a', Uint8Array.of(1), 'b']) controller.enqueue(value)
      controller.close()
    },
  })
}

/** Guarantee 19: `addStream`, as long as the channel lives. */
export const streamingIn: readonly ContractCase[] = [
  ...Object.entries(sources).map(([name, make]): ContractCase => ({
    guarantee: 19,
    name: `\`addStream\` sends all that ${name} gives, resolves then, and leaves the channel open`,
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      await resolvesEmpty(channel.sink.addStream(make()), '`addStream`')
      equal(channel.sink.bufferedAmount, 0, '`bufferedAmount`')
      equal(channel.state, 'open', '`state`')
      channel.sink.add('more')
      const { frames, close } = await peer.seen('frames 4')
      equal({ frames, close }, { frames: ['text a', 'hex 01', 'text b', 'text more'], close: null })
    },
  })),
  {
    guarantee: 19,
    name: '`addStream` of a promise sends its value',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      await within(channel.sink.addStream(Promise.resolve('a')), '`addStream`')
      equal((await peer.seen('frames 1')).frames, ['text a'])
    },
  },
  {
    guarantee: 19,
    name: '`addStream` before open sends on opening, and resolves after that',
    requires: ['opening'],
    async run(context) {
      const { channel, peer } = context.connect('/late')
      let isDone = false
      const added = channel.sink.addStream(of('a', 'b')).then(() => (isDone = true))
      await peer.seen('connected')
      equal([isDone, channel.sink.bufferedAmount], [false, 2])
      await peer.tell('accept')
      await within(added, '`addStream`')
      equal((await peer.seen('frames 2')).frames, ['text a', 'text b'])
    },
  },
  {
    guarantee: 19,
    name: 'an Observable is subscribed at once, and sends at its own pace',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const source = new Subject<string>()
      const added = channel.sink.addStream(source)
      equal(source.observed, true, 'the source being subscribed')
      source.next('a')
      channel.sink.add('between')
      source.next('b')
      source.complete()
      await within(added, '`addStream`')
      equal((await peer.seen('frames 3')).frames, ['text a', 'text between', 'text b'])
    },
  },
  {
    guarantee: 19,
    name: 'several `addStream` may run at once',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const [first, second] = [new Subject<string>(), new Subject<string>()]
      const added = Promise.all([channel.sink.addStream(first), channel.sink.addStream(second)])
      first.next('a')
      second.next('b')
      first.next('c')
      first.complete()
      second.next('d')
      second.complete()
      await within(added, 'both `addStream`')
      equal((await peer.seen('frames 4')).frames, ['text a', 'text b', 'text c', 'text d'])
    },
  },
  ...Object.entries({
    'an Observable': (error: Error) => throwError(() => error),
    'a throwing subscribe function': (error: Error) =>
      new Observable<string>(() => {
        throw error
      }),
    async *'an async generator'(error: Error) {
      yield await Promise.resolve('a')
      throw error
    },
    *'a generator'(error: Error) {
      yield 'a'
      throw error
    },
    'a promise': (error: Error) => Promise.reject(error),
    'a ReadableStream': (error: Error) =>
      new ReadableStream<string>({
        start: (controller) => controller.error(error),
      }),
  } satisfies Record<string, (error: Error) => ObservableInput<Sendable>>).map(
    ([name, make]): ContractCase => ({
      guarantee: 19,
      name: `\`addStream\` rejects with the error of ${name}, and the channel stays open`,
      async run(context) {
        const { channel } = await context.open('/echo')
        const error = new Error('mine')
        same(await rejectionOf(channel.sink.addStream(make(error)), '`addStream`'), error)
        equal(channel.state, 'open', '`state`')
        channel.sink.add('still here')
        const observed = observe(channel.stream, (frame) => {
          if (frame === 'still here') void channel.sink.close()
        })
        equal((await observed.end()).slice(-2), ['still here', 'complete'])
        await resolvesEmpty(channel.sink.done, '`done`')
      },
    }),
  ),
  {
    guarantee: 19,
    name: 'a value that cannot be sent rejects `addStream` with a TypeError, ends the source, and nothing else',
    requires: ['typeErrors'],
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const source = new Subject<Sendable>()
      const added = channel.sink.addStream(source)
      source.next('a')
      source.next({} as never)
      claim((await rejectionOf(added, '`addStream`')) instanceof TypeError, 'it is a TypeError')
      equal([source.observed, channel.state], [false, 'open'])
      equal((await peer.seen('frames 1')).frames, ['text a'])
    },
  },
  {
    guarantee: 19,
    name: '`addStream(stream)` echoes until the channel ends',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const added = channel.sink.addStream(channel.stream)
      await peer.tell('text=a&hex=01')
      equal((await peer.seen('frames 2')).frames, ['text a', 'hex 01'])
      const observed = observe(channel.stream)
      await peer.tell('close=1000')
      await endsWith(observed, ['complete'])
      await within(Promise.allSettled([added]), '`addStream`')
      await turn()
    },
  },
]
