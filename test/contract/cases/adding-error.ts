import { equal, rejectionOf, resolvesEmpty, same, within } from '../assert.js'
import type { ContractCase } from '../contract-case.js'
import { endsWith, observe } from '../observe.js'

/** Guarantee 20: `addError`, and what `done` resolves with. */
export const addingError: readonly ContractCase[] = [
  ...(['addError', 'error'] as const).map((verb): ContractCase => ({
    guarantee: 20,
    name: `\`${verb}\` closes without a code, \`done\` rejects with the error, \`stream\` completes`,
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const observed = observe(channel.stream)
      const mine = new Error('mine')
      channel.sink.add('before')
      channel.sink[verb](mine)
      equal(channel.state, 'closing', '`state`')
      same(await rejectionOf(channel.sink.done, '`done`'), mine)
      equal(channel.state, 'closed', '`state` when `done` settles')
      await endsWith(observed, ['complete'])
      equal(
        await channel.closed,
        { code: 1005, reason: '', wasClean: true, initiator: 'local' },
        '`closed`',
      )
      const { frames, close } = await peer.seen('close')
      equal({ frames, close }, { frames: ['text before'], close: '' }, 'what the peer saw')
    },
  })),
  ...[undefined, null, 0, 'text'].map((error): ContractCase => ({
    guarantee: 20,
    name: `\`done\` rejects with whatever \`addError\` was given: ${String(error)}`,
    async run(context) {
      const { channel } = await context.open('/silent')
      channel.sink.addError(error)
      same(await rejectionOf(channel.sink.done, '`done`'), error)
    },
  })),
  {
    guarantee: 20,
    name: '`addError` before open waits for the opening, then closes without a code',
    requires: ['opening'],
    async run(context) {
      const { channel, peer } = context.connect('/silent')
      const mine = new Error('mine')
      channel.sink.add('before')
      channel.sink.addError(mine)
      await within(channel.ready, '`ready`')
      same(await rejectionOf(channel.sink.done, '`done`'), mine)
      const { frames, close } = await peer.seen('close')
      equal({ frames, close }, { frames: ['text before'], close: '' }, 'what the peer saw')
    },
  },
  {
    guarantee: 20,
    name: 'ignoring `done` after `addError` leaves nothing unhandled',
    async run(context) {
      const { channel } = await context.open('/silent')
      const { done } = channel.sink
      channel.sink.addError(new Error('mine'))
      await within(channel.closed, '`closed`')
      equal(done instanceof Promise, true, '`done` being a promise')
    },
  },
  ...['/close', '/close?code=4000', '/drop'].map((script): ContractCase => ({
    guarantee: 20,
    name: `\`done\` resolves with nothing at an end by ${script}, not before`,
    async run(context) {
      const { channel } = await context.open(script)
      await resolvesEmpty(channel.sink.done, '`done`')
      equal(channel.state, 'closed', '`state`')
    },
  })),
  {
    guarantee: 20,
    name: '`done` resolves after a failed opening',
    requires: ['opening'],
    async run(context) {
      const { channel } = context.connect('/hang-up')
      await resolvesEmpty(channel.sink.done, '`done`')
    },
  },
]
