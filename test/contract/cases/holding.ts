import { firstValueFrom } from 'rxjs'
import { claim, equal, fieldsOf, same, within } from '../assert.js'
import type { ContractCase } from '../contract-case.js'
import { describe, endsWith, observe } from '../observe.js'
import { turn } from '../unhandled.js'

/** Guarantee 7: while nobody is subscribed, frames are held. */
export const holding: readonly ContractCase[] = [
  {
    guarantee: 7,
    name: 'frames that came before any subscription are delivered to the first one, in order',
    async run(context) {
      const { channel, peer } = await context.open('/echo')
      for (const text of ['a', 'b', 'c']) channel.sink.add(text)
      await peer.seen('frames 3')
      await peer.tell('text=d')
      await turn()
      equal(await observe(channel.stream).frames(4), ['a', 'b', 'c', 'd'])
    },
  },
  {
    guarantee: 7,
    name: 'held frames come in a microtask after the first subscription, to all subscriptions of that tick',
    async run(context) {
      const { channel } = await context.open('/send?text=a&text=b&close=1000')
      await within(channel.closed, '`closed`')
      const first = observe(channel.stream)
      const second = observe(channel.stream)
      equal([first.events, second.events], [[], []], 'what came before `subscribe` returned')
      await Promise.all([first.end(), second.end()])
      equal(
        [first.events, second.events],
        [
          ['a', 'b', 'complete'],
          ['a', 'b', 'complete'],
        ],
      )
    },
  },
  {
    guarantee: 7,
    name: 'held frames are delivered once: a later subscription gets only what comes later',
    async run(context) {
      const { channel, peer } = await context.open('/send?text=a')
      const first = observe(channel.stream)
      await first.frames(1)
      const second = observe(channel.stream)
      await peer.tell('text=b&close=1000')
      await Promise.all([first.end(), second.end()])
      equal(
        [first.events, second.events],
        [
          ['a', 'b', 'complete'],
          ['b', 'complete'],
        ],
      )
    },
  },
  {
    guarantee: 7,
    name: '`firstValueFrom`, again and again, misses nothing',
    async run(context) {
      const { channel } = await context.start('/send?text=a&hex=01&text=b&text=c&text=d')
      const frames: string[] = []
      for (let count = 0; count < 5; count += 1) {
        frames.push(describe(await within(firstValueFrom(channel.stream), 'a frame')))
      }
      equal(frames, ['a', 'hex 01', 'b', 'c', 'd'])
    },
  },
  {
    guarantee: 7,
    name: 'after the last subscription has left, frames are held again',
    async run(context) {
      const { channel, peer } = await context.open('/send?text=a')
      const first = observe(channel.stream)
      await first.frames(1)
      first.subscription.unsubscribe()
      await peer.tell('text=b&text=c&close=1000')
      await within(channel.closed, '`closed`')
      await endsWith(observe(channel.stream), ['b', 'c', 'complete'])
      equal(first.events, ['a'], 'what the first subscription got')
    },
  },
  {
    guarantee: 7,
    name: 'a subscription that left before its held frames came leaves them to the next',
    async run(context) {
      const { channel } = await context.open('/send?text=a&close=1000')
      await within(channel.closed, '`closed`')
      const first = observe(channel.stream)
      first.subscription.unsubscribe()
      await endsWith(observe(channel.stream), ['a', 'complete'])
      equal(first.events, [], 'what the first subscription got')
    },
  },
  {
    guarantee: 7,
    name: 'holding never pauses the socket: the end behind many unread frames is seen',
    async run(context) {
      const { channel } = await context.open('/flood?count=64&size=65536&close=1000%20done')
      const closed = await within(channel.closed, '`closed`')
      equal(closed, { code: 1000, reason: 'done', wasClean: true, initiator: 'remote' }, '`closed`')
      const sizes: number[] = []
      await observe(channel.stream, (frame) => sizes.push(frame.length)).end()
      equal(sizes.length, 64, 'the number of frames')
    },
  },
  {
    guarantee: 7,
    name: 'past `maxHeldBytes` the channel ends: what is held is delivered, then BufferOverflowError',
    requires: ['rawFrames'],
    async run(context) {
      const { channel, peer } = await context.open('/send?text=abcd&hex=01020304&text=e&text=f', {
        maxHeldBytes: 8,
      })
      const closed = await within(channel.closed, '`closed`')
      equal(closed, { code: 1006, reason: '', wasClean: false, initiator: 'failure' }, '`closed`')
      const observed = observe(channel.stream)
      await endsWith(observed, ['abcd', 'hex 01020304', 'error'])
      claim(
        observed.error instanceof context.errors.BufferOverflowError,
        'it is a BufferOverflowError',
      )
      equal(fieldsOf(observed.error, 'limit', 'actual'), {
        name: 'BufferOverflowError',
        limit: 8,
        actual: 9,
      })
      same(closed.cause, observed.error, 'the cause in `closed`')
      equal((await peer.seen('gone')).isGone, true, 'the connection being gone')
    },
  },
  {
    guarantee: 7,
    name: 'a frame above `maxHeldBytes` is held when no other is, and as much as `maxHeldBytes` behind it',
    requires: ['rawFrames'],
    async run(context) {
      const script = '/send?text=123456789&hex=01020304&text=1234&close=1000'
      const { channel } = await context.open(script, { maxHeldBytes: 8 })
      equal((await within(channel.closed, '`closed`')).code, 1000)
      await endsWith(observe(channel.stream), ['123456789', 'hex 01020304', '1234', 'complete'])
    },
  },
  {
    guarantee: 7,
    name: 'a frame above `maxHeldBytes` is held between one `firstValueFrom` and the next',
    async run(context) {
      const { channel, peer } = await context.open('/send?text=a', { maxHeldBytes: 8 })
      equal(await within(firstValueFrom(channel.stream), 'a frame'), 'a')
      await peer.tell('text=123456789')
      equal(await within(firstValueFrom(channel.stream), 'a frame'), '123456789')
      equal(channel.state, 'open', '`state`')
    },
  },
  {
    guarantee: 7,
    name: 'the frames behind one above `maxHeldBytes` are bounded by it',
    requires: ['rawFrames'],
    async run(context) {
      const script = '/send?text=123456789&hex=01020304&text=12345&text=lost'
      const { channel } = await context.open(script, { maxHeldBytes: 8 })
      await within(channel.closed, '`closed`')
      const observed = observe(channel.stream)
      await endsWith(observed, ['123456789', 'hex 01020304', 'error'])
      equal(fieldsOf(observed.error, 'limit', 'actual'), {
        name: 'BufferOverflowError',
        limit: 8,
        actual: 18,
      })
    },
  },
  {
    guarantee: 7,
    name: 'held text is weighed by its bytes in UTF-8',
    requires: ['rawFrames'],
    async run(context) {
      const { channel } = await context.open('/send?text=%C3%A9%E2%82%AC%F0%9F%98%80&text=a', {
        maxHeldBytes: 9,
      })
      await within(channel.closed, '`closed`')
      const observed = observe(channel.stream)
      await endsWith(observed, ['é€\u{1f600}', 'error'])
      equal(fieldsOf(observed.error, 'limit', 'actual'), {
        name: 'BufferOverflowError',
        limit: 9,
        actual: 10,
      })
    },
  },
  {
    guarantee: 7,
    name: 'exactly `maxHeldBytes` may wait, and delivering makes room',
    requires: ['rawFrames'],
    async run(context) {
      const { channel, peer } = await context.open('/send?text=abcd&text=efgh', { maxHeldBytes: 8 })
      const observed = observe(channel.stream)
      equal(await observed.frames(2), ['abcd', 'efgh'])
      observed.subscription.unsubscribe()
      await peer.tell('text=ijkl&text=mnop&close=1000')
      await within(channel.closed, '`closed`')
      await endsWith(observe(channel.stream), ['ijkl', 'mnop', 'complete'])
    },
  },
  {
    guarantee: 7,
    name: 'with `unobserved: "drop"` frames are dropped while nobody subscribes, of whatever size',
    async run(context) {
      const options = { unobserved: 'drop', maxHeldBytes: 0 } as const
      const { channel, peer } = await context.open('/silent', options)
      const observed = observe(channel.stream)
      await peer.tell('text=seen')
      equal(await observed.frames(1), ['seen'])
      observed.subscription.unsubscribe()
      await peer.tell('text=unseen&flood=10,1000&close=1000')
      await within(channel.closed, '`closed`')
      await endsWith(observe(channel.stream), ['complete'])
    },
  },
]
