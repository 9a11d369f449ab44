import { Observable } from 'rxjs'
import type { AnyChannel } from '../adapter.js'
import { equal, within } from '../assert.js'
import type { ContractCase } from '../contract-case.js'
import { endsWith, observe } from '../observe.js'

const ownEnds: readonly (readonly [string, (channel: AnyChannel) => void])[] = [
  ['close', (channel) => void channel.sink.close()],
  ['abort', (channel) => channel.abort()],
]

/** Guarantee 11: after a local `close` or `abort` no frame is delivered. */
export const afterClose: readonly ContractCase[] = [
  {
    guarantee: 11,
    name: 'frames that arrive after a local `close` are not delivered',
    requires: ['rawPeer'],
    async run(context) {
      const { channel, peer } = await context.open('/never-close')
      const observed = observe(channel.stream)
      const closing = channel.sink.close(1000)
      await peer.seen('close')
      await peer.tell('text=late&hex=01&close=1000')
      await within(closing, '`close`')
      await endsWith(observed, ['complete'])
    },
  },
  {
    guarantee: 11,
    name: 'frames that are under way while `close` is called are not delivered',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const observed = observe(channel.stream)
      const told = peer.tell('flood=50,1000')
      void channel.sink.close(1000)
      await told
      await within(channel.closed, '`closed`')
      await endsWith(observed, ['complete'])
    },
  },
  {
    guarantee: 11,
    name: 'frames that are under way while `abort` is called are not delivered',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const observed = observe(channel.stream)
      const told = peer.tell('flood=50,1000').catch(() => undefined)
      channel.abort()
      await told
      await endsWith(observed, ['complete'])
    },
  },
  {
    guarantee: 11,
    name: 'of many frames in one chunk only the one whose handler closes is delivered',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const observed = observe(channel.stream, (frame) => {
        if (frame === 'b') void channel.sink.close()
      })
      await peer.tell('text=a&text=b&text=c&text=d')
      await endsWith(observed, ['a', 'b', 'complete'])
      equal(channel.state, 'closed', '`state`')
    },
  },
  {
    guarantee: 11,
    name: 'after `close` before open no frame is delivered, though the peer sends at once',
    requires: ['opening'],
    async run(context) {
      const { channel, peer } = context.connect('/late?text=a&flood=10,100')
      const observed = observe(channel.stream)
      const closing = channel.sink.close(1000)
      await peer.tell('accept')
      equal((await within(closing, '`close`')).wasClean, true, 'the close being clean')
      await endsWith(observed, ['complete'])
    },
  },
  {
    guarantee: 11,
    name: 'the frame whose handler closes is not kept for a loop that has not asked for it',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const observed = observe(channel.stream, (frame) => {
        if (frame === 'b') void channel.sink.close()
      })
      const loop = channel.stream[Symbol.asyncIterator]()
      const first = loop.next()
      await peer.tell('text=a&text=b')
      equal(await within(first, 'the first frame'), { done: false, value: 'a' })
      await observed.frames(2)
      equal((await within(loop.next(), 'the end of the loop')).done, true, '`done`')
      await endsWith(observed, ['a', 'b', 'complete'])
    },
  },
  ...ownEnds.map(([verb, end]): ContractCase => ({
    guarantee: 11,
    name: `what is held after the end is given up by \`${verb}\`, though the peer ended first`,
    async run(context) {
      const { channel } = await context.open('/send?text=a&text=b&close=4000')
      await within(channel.closed, '`closed`')
      const observed = observe(channel.stream, () => end(channel))
      await endsWith(observed, ['a', 'error'])
      equal(channel.closeCode, 4000, '`closeCode`')
    },
  })),
  ...ownEnds.map(([verb, end]): ContractCase => ({
    guarantee: 11,
    name: `a loop gets nothing more from the teardown that \`${verb}\` runs of a source`,
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const observed = observe(channel.stream)
      const loop = channel.stream[Symbol.asyncIterator]()
      const first = loop.next()
      let second: Promise<unknown> = Promise.resolve('not asked for')
      const source = new Observable<string>(() => () => {
        second = loop.next()
      })
      channel.sink.addStream(source).catch(() => undefined)
      await peer.tell('text=a&text=b')
      await observed.frames(2)
      equal(await within(first, 'the first frame'), { done: false, value: 'a' })
      end(channel)
      equal(await within(second, 'the end of the loop'), { done: true, value: undefined })
    },
  })),
]
