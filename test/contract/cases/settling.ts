import type { ConnectOptions } from '../../../src/core/arguments/options.js'
import { equal, within } from '../assert.js'
import type { AnyChannel } from '../adapter.js'
import type { Capability } from '../capability.js'
import type { ContractCase } from '../contract-case.js'
import { observe } from '../observe.js'

interface Peril {
  readonly script: string
  readonly requires?: readonly Capability[]
  readonly options?: ConnectOptions
}

const brief: ConnectOptions = { connectTimeout: 100, closeTimeout: 100 }
// Less than either is by default, and enough for a busy machine.
const soon = 4_000

const perils: readonly Peril[] = [
  { script: '/no-answer', requires: ['opening'] },
  { script: '/drip', requires: ['opening'] },
  { script: '/hang-up', requires: ['opening'] },
  { script: '/garbage', requires: ['opening'] },
  { script: '/status?code=503', requires: ['opening'] },
  { script: '/drop' },
  { script: '/drop?how=rst' },
  { script: '/close' },
  { script: '/close?code=4000' },
  { script: '/send?raw=8300', requires: ['rawPeer'] },
]

const perilsOfClosing: readonly Peril[] = [
  ...perils,
  { script: '/silent' },
  { script: '/never-close', requires: ['rawPeer'] },
  { script: '/never-close?beat=10', requires: ['rawPeer'] },
  { script: '/stop-reading', requires: ['stallingPeer'] },
  { script: '/stop-reading?flood=100,65536', requires: ['stallingPeer'] },
]

/** Guarantee 15: `close`, `closed`, `done` and `ready` always settle. */
export const settling: readonly ContractCase[] = [
  ...perils.map(({ script, requires }): ContractCase => ({
    guarantee: 15,
    name: `everything settles by itself with a peer that plays ${script}`,
    ...(requires === undefined ? {} : { requires }),
    async run(context) {
      const { channel } = await context.start(script, brief)
      const observed = observe(channel.stream)
      await allSettle(channel)
      await observed.end()
    },
  })),
  ...perilsOfClosing.map(({ script, requires }): ContractCase => ({
    guarantee: 15,
    name: `everything settles after \`close\` called at once, with a peer that plays ${script}`,
    ...(requires === undefined ? {} : { requires }),
    async run(context) {
      const { channel } = await context.start(script, brief)
      const observed = observe(channel.stream)
      const closed = await within(channel.sink.close(1000), '`close`', soon)
      equal(await channel.closed, closed, '`closed`')
      await allSettle(channel)
      await observed.end()
    },
  })),
  {
    guarantee: 15,
    name: 'a close behind data that the peer never reads is dropped after `closeTimeout`',
    requires: ['stallingPeer'],
    async run(context) {
      const { channel } = await context.open('/stop-reading', { closeTimeout: 150 })
      for (let count = 0; count < 256; count += 1) channel.sink.add(new Uint8Array(65_536))
      const closed = await within(channel.sink.close(1000), '`close`', soon)
      equal(closed, { code: 1006, reason: '', wasClean: false, initiator: 'local' })
      await allSettle(channel)
    },
  },
]

async function allSettle(channel: AnyChannel): Promise<void> {
  const { closed, ready, sink } = channel
  const isSettled = Promise.allSettled([closed, ready, sink.done, sink.ready, sink.close()])
  const results = await within(isSettled, '`closed`, `ready`, `done` and `close`', soon)
  const statuses = results.filter((_, index) => index !== 1).map(({ status }) => status)
  equal(
    statuses,
    ['fulfilled', 'fulfilled', 'fulfilled', 'fulfilled'],
    '`closed`, `done`, `sink.ready` and `close`',
  )
  equal(channel.state, 'closed', '`state`')
}
