import { equal, within } from '../assert.js'
import type { ContractCase } from '../contract-case.js'
import { endsWith, observe } from '../observe.js'

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
]
