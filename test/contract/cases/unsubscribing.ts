import { equal, within } from '../assert.js'
import type { ContractCase } from '../contract-case.js'
import { observe } from '../observe.js'

/** Guarantee 9: unsubscribing never closes the connection. */
export const unsubscribing: readonly ContractCase[] = [
  {
    guarantee: 9,
    name: 'unsubscribing never closes the connection, however often',
    async run(context) {
      const { channel, peer } = await context.open('/echo')
      for (let count = 0; count < 1_000; count += 1) channel.stream.subscribe().unsubscribe()
      channel.sink.add('still here')
      equal(await observe(channel.stream).frames(1), ['still here'])
      equal((await peer.seen()).close, null, 'the close frame')
      equal(channel.state, 'open', '`state`')
    },
  },
  {
    guarantee: 9,
    name: 'disposing closes the connection without a code and waits for the end',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      await within(channel[Symbol.asyncDispose](), 'the disposal')
      equal(channel.state, 'closed', '`state`')
      equal((await peer.seen('close')).close, '', 'the close frame')
      equal(channel.closeCode, 1005, '`closeCode`')
    },
  },
]
