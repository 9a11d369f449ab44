import { equal, within } from '../assert.js'
import type { ContractCase } from '../contract-case.js'
import { endsWith, observe, readAll, take } from '../observe.js'

/** Guarantee 10: what loops leave behind that `break`. */
export const breaking: readonly ContractCase[] = [
  {
    guarantee: 10,
    name: 'what two loops had not taken when the channel ended is held again once, when the last of them breaks',
    async run(context) {
      const { channel } = await context.open('/send?text=a&text=b&text=c&close=1000')
      const iterators = [1, 2].map(() => channel.stream[Symbol.asyncIterator]())
      const first = await within(
        Promise.all(iterators.map((iterator) => iterator.next())),
        'the first frame',
      )
      equal(
        first.map(({ value }) => value as unknown),
        ['a', 'a'],
      )
      await within(channel.closed, '`closed`')
      for (const iterator of iterators) await iterator.return?.()
      await endsWith(observe(channel.stream), ['b', 'c', 'complete'])
    },
  },
  {
    guarantee: 10,
    name: 'what a loop had not taken when the channel ended is gone if another loop goes on with it',
    async run(context) {
      const { channel } = await context.open('/send?text=a&text=b&text=c&close=1000')
      const all = readAll(channel)
      equal(await within(take(channel, 1), 'the loop that breaks'), ['a'])
      await within(channel.closed, '`closed`')
      equal(await within(all, 'the loop that goes on'), ['a', 'b', 'c'])
      await endsWith(observe(channel.stream), ['complete'])
    },
  },
  {
    guarantee: 10,
    name: 'what is held when the channel ends reaches a loop whole, however much it is',
    requires: ['pause'],
    async run(context) {
      const { channel, peer } = await context.open('/silent', { maxHeldBytes: 4 })
      const iterator = channel.stream[Symbol.asyncIterator]()
      const first = iterator.next()
      await peer.tell('text=one&text=three&text=four&text=two&close=1000')
      equal(await within(first, 'the first frame'), { done: false, value: 'one' })
      await within(channel.closed, '`closed`')
      await iterator.return?.()
      const loops = [readAll(channel), readAll(channel)]
      const rest = ['three', 'four', 'two']
      equal(await within(Promise.all(loops), 'the loops after it'), [rest, rest])
    },
  },
  {
    guarantee: 10,
    name: 'an iterator returned while a subscription ends is done',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const iterator = channel.stream[Symbol.asyncIterator]()
      let returned: Promise<unknown> | undefined
      channel.stream.subscribe({
        error() {
          returned = iterator.return?.()
        },
      })
      const first = iterator.next()
      await peer.tell('text=a&close=4000')
      equal(await within(first, 'the first frame'), { done: false, value: 'a' })
      await within(channel.closed, '`closed`')
      await returned
      equal(await iterator.next(), { done: true, value: undefined })
    },
  },
  {
    guarantee: 10,
    name: 'an iterator returned while a frame is delivered does not queue that frame, nor reach a limit',
    async run(context) {
      const { channel, peer } = await context.open('/silent', { maxHeldBytes: 4 })
      const iterator = channel.stream[Symbol.asyncIterator]()
      const stopped = observe(channel.stream)
      channel.stream.subscribe(() => void iterator.return?.())
      const first = iterator.next()
      await peer.tell('text=longer than four&close=1000')
      await endsWith(stopped, ['longer than four', 'complete'])
      equal(await within(first, 'the first frame'), { done: true, value: undefined })
      equal(await iterator.next(), { done: true, value: undefined })
    },
  },
  {
    guarantee: 10,
    name: 'a `next` that nobody waits for is no unhandled rejection when the channel fails',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      void channel.stream[Symbol.asyncIterator]().next()
      await peer.tell('close=4000')
      await within(channel.closed, '`closed`')
    },
  },
  {
    guarantee: 10,
    name: 'closing inside the delivery of a frame that would have paused the socket ends cleanly',
    async run(context) {
      const { channel, peer } = await context.open('/silent', { highWaterMark: 4 })
      const iterator = channel.stream[Symbol.asyncIterator]()
      const first = iterator.next()
      // Before the iterator, whose frame it is as well, has more than it should.
      const closing = new Promise((resolve) => {
        channel.stream.subscribe((frame) => {
          if (frame === 'longer') resolve(channel.sink.close(1000))
        })
      })
      const late = channel.stream[Symbol.asyncIterator]()
      const lateFirst = late.next()
      await peer.tell('text=a&text=longer')
      await within(Promise.all([first, lateFirst]), 'the first frame')
      const end = { code: 1000, reason: '', wasClean: true, initiator: 'local' }
      equal(await within(closing, '`close`'), end)
    },
  },
]
