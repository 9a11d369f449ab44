import { claim, equal, fieldsOf, rejectionOf, within } from '../assert.js'
import type { ContractCase } from '../contract-case.js'
import { endsWith, observe, readAll, take } from '../observe.js'

/** Guarantee 10: `for await` over `stream` takes frames at its own pace. */
export const iterating: readonly ContractCase[] = [
  {
    guarantee: 10,
    name: '`for await` takes every frame and ends with the stream',
    async run(context) {
      const { channel } = await context.start('/send?text=a&hex=01&text=&close=1000')
      equal(await within(readAll(channel), 'the loop'), ['a', 'hex 01', ''])
    },
  },
  {
    guarantee: 10,
    name: '`for await` takes all queued frames, then throws the error that the stream ends with',
    async run(context) {
      const { channel } = await context.open('/send?text=a&text=b&close=4000%20bye')
      const iterator = channel.stream[Symbol.asyncIterator]()
      equal(await within(iterator.next(), 'the first frame'), { done: false, value: 'a' })
      await within(channel.closed, '`closed`')
      equal(await within(iterator.next(), 'the second frame'), { done: false, value: 'b' })
      const error = await rejectionOf(iterator.next(), 'the end')
      equal(fieldsOf(error, 'code', 'reason'), {
        name: 'ConnectionClosedError',
        code: 4000,
        reason: 'bye',
      })
      equal(await iterator.next(), { done: true, value: undefined }, 'what comes after the end')
    },
  },
  {
    guarantee: 10,
    name: '`break` ends the iteration, not the connection, and what it had not taken is held again',
    async run(context) {
      const { channel, peer } = await context.open('/send?text=a&text=b&text=c')
      equal(await within(take(channel, 1), 'the first loop'), ['a'])
      equal(channel.state, 'open', '`state`')
      equal(await within(take(channel, 1), 'the second loop'), ['b'])
      await peer.tell('text=d&close=1000')
      await within(channel.closed, '`closed`')
      equal(await within(readAll(channel), 'the third loop'), ['c', 'd'])
    },
  },
  {
    guarantee: 10,
    name: 'what a loop had not taken comes before what arrives later, for a subscription too',
    async run(context) {
      const { channel, peer } = await context.open('/send?text=a&text=b&text=c')
      equal(await within(take(channel, 1), 'the loop'), ['a'])
      const observed = observe(channel.stream)
      await peer.tell('text=d&close=1000')
      await endsWith(observed, ['b', 'c', 'd', 'complete'])
    },
  },
  {
    guarantee: 10,
    name: 'what a loop had not taken is gone if somebody else was subscribed and got it',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const observed = observe(channel.stream)
      const loop = take(channel, 1)
      await peer.tell('text=a&text=b')
      equal(await within(loop, 'the loop'), ['a'])
      equal(await observed.frames(2), ['a', 'b'])
      observed.subscription.unsubscribe()
      await peer.tell('text=c&close=1000')
      equal(await within(readAll(channel), 'the second loop'), ['c'])
    },
  },
  {
    guarantee: 10,
    name: 'several iterators and a subscription get the same frames',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const loops = [readAll(channel), readAll(channel)]
      const observed = observe(channel.stream)
      await peer.tell('text=a&hex=02&text=c&close=1000')
      equal(await within(Promise.all(loops), 'both loops'), [
        ['a', 'hex 02', 'c'],
        ['a', 'hex 02', 'c'],
      ])
      await endsWith(observed, ['a', 'hex 02', 'c', 'complete'])
    },
  },
  {
    guarantee: 10,
    name: 'calls of `next` made at once are answered in order',
    async run(context) {
      const { channel } = await context.start('/send?text=a&text=b&close=1000')
      const iterator = channel.stream[Symbol.asyncIterator]()
      const results = await within(
        Promise.all([iterator.next(), iterator.next(), iterator.next()]),
        'the calls',
      )
      equal(results, [
        { done: false, value: 'a' },
        { done: false, value: 'b' },
        { done: true, value: undefined },
      ])
    },
  },
  {
    guarantee: 10,
    name: '`return` ends an iteration that waits, and the connection stays',
    async run(context) {
      const { channel } = await context.open('/silent')
      const iterator = channel.stream[Symbol.asyncIterator]()
      const waiting = iterator.next()
      equal(await within(Promise.resolve(iterator.return?.()), '`return`'), {
        done: true,
        value: undefined,
      })
      equal(await within(waiting, '`next`'), { done: true, value: undefined })
      equal(channel.state, 'open', '`state`')
    },
  },
  {
    guarantee: 10,
    name: 'a slow iterator gets everything, though far more comes than may wait: the socket is paused',
    requires: ['pause', 'stallingPeer'],
    async run(context) {
      const limits = { highWaterMark: 1_048_576, maxHeldBytes: 4_194_304 }
      const { channel, peer } = await context.open('/silent', limits)
      const iterator = channel.stream[Symbol.asyncIterator]()
      const first = iterator.next()
      await peer.tell('flood=256,65536&close=1000')
      await within(first, 'the first frame')
      claim((await peer.seen()).unsent > 0, 'the peer is held up')
      let count = 1
      while ((await within(iterator.next(), 'a frame')).done !== true) count += 1
      equal(count, 256, 'the number of frames')
    },
  },
  {
    guarantee: 10,
    name: 'the slowest of several iterators sets the pace',
    requires: ['pause', 'stallingPeer'],
    async run(context) {
      const limits = { highWaterMark: 1_048_576, maxHeldBytes: 4_194_304 }
      const { channel, peer } = await context.open('/silent', limits)
      const slow = channel.stream[Symbol.asyncIterator]()
      const first = slow.next()
      const fast = readAll(channel)
      await peer.tell('flood=256,65536&close=1000')
      await within(first, 'the first frame')
      claim((await peer.seen()).unsent > 0, 'the peer is held up')
      let count = 1
      while ((await within(slow.next(), 'a frame')).done !== true) count += 1
      equal(
        [count, (await within(fast, 'the fast loop')).length],
        [256, 256],
        'the numbers of frames',
      )
    },
  },
  {
    guarantee: 10,
    name: 'where the socket cannot be paused, an iterator that falls behind `maxHeldBytes` ends the channel',
    requires: ['noPause'],
    async run(context) {
      const { channel, peer } = await context.open('/silent', {
        highWaterMark: 100,
        maxHeldBytes: 1_000,
      })
      const iterator = channel.stream[Symbol.asyncIterator]()
      const first = iterator.next()
      await peer.tell('flood=20,100')
      await within(first, 'the first frame')
      await within(channel.closed, '`closed`')
      let count = 1
      const error = await rejectionOf(
        (async () => {
          while ((await iterator.next()).done !== true) count += 1
        })(),
        'the loop',
      )
      equal(fieldsOf(error, 'limit', 'actual'), {
        name: 'BufferOverflowError',
        limit: 1_000,
        actual: 1_100,
      })
      equal(count, 11, 'the number of frames')
    },
  },
  ...(['close', 'abort', 'signal'] as const).map((verb): ContractCase => ({
    guarantee: 10,
    name: `\`${verb}\` resumes a paused socket, so that the channel ends at once`,
    requires: ['pause', 'stallingPeer', ...(verb === 'signal' ? ([verb] as const) : [])],
    async run(context) {
      const controller = new AbortController()
      const signal = verb === 'signal' ? controller.signal : undefined
      const options = { highWaterMark: 1_000, signal }
      const { channel, peer } = await context.open('/silent', options)
      const iterator = channel.stream[Symbol.asyncIterator]()
      const first = iterator.next()
      await peer.tell('flood=256,65536')
      await within(first, 'the first frame')
      claim((await peer.seen()).unsent > 0, 'the peer is held up')
      if (verb === 'close') void channel.sink.close(1000)
      if (verb === 'abort') channel.abort()
      if (verb === 'signal') controller.abort()
      const { code, wasClean } = await within(channel.closed, '`closed`')
      const wanted =
        verb === 'close' ? { code: 1000, wasClean: true } : { code: 1006, wasClean: false }
      equal({ code, wasClean }, wanted)
      equal((await peer.seen('gone')).isGone, true, 'the connection being gone')
    },
  })),
  {
    guarantee: 10,
    name: 'leaving a loop that paused the socket resumes it',
    requires: ['pause', 'stallingPeer'],
    async run(context) {
      const { channel, peer } = await context.open('/silent', {
        highWaterMark: 1_000,
        maxHeldBytes: Infinity,
      })
      const loop = take(channel, 1)
      await peer.tell('flood=256,65536&close=1000')
      equal(await within(loop, 'the loop').then(({ length }) => length), 1)
      equal((await within(channel.closed, '`closed`')).code, 1000)
    },
  },
]
