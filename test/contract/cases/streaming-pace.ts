import { Observable } from 'rxjs'
import type { ObservableInput } from 'rxjs'
import type { Sendable } from '../../../src/core/frame.js'
import { claim, equal, fieldsOf, rejectionOf, same, within } from '../assert.js'
import type { AnyChannel } from '../adapter.js'
import type { ContractCase } from '../contract-case.js'
import { turn } from '../unhandled.js'

const size = 65_536
const count = 256

interface Account {
  pulled: number
  ended: number
}

type Pull = (account: Account, limit: number) => ObservableInput<Sendable>

const pulls: Readonly<Record<string, Pull>> = {
  *'an iterable'(account, limit) {
    try {
      while (account.pulled < limit) {
        account.pulled += 1
        yield new Uint8Array(size)
      }
    } finally {
      account.ended += 1
    }
  },
  async *'an async iterable'(account, limit) {
    try {
      while (account.pulled < limit) {
        account.pulled += 1
        yield await Promise.resolve(new Uint8Array(size))
      }
    } finally {
      account.ended += 1
    }
  },
  'a ReadableStream': (account, limit) =>
    new ReadableStream<Sendable>(
      {
        pull(controller) {
          account.pulled += 1
          controller.enqueue(new Uint8Array(size))
          if (account.pulled === limit) controller.close()
        },
        cancel() {
          account.ended += 1
        },
      },
      { highWaterMark: 0 },
    ),
}

const endings: Readonly<Record<string, { script: string; act: (channel: AnyChannel) => void }>> = {
  'the peer closes': { script: '/silent', act: () => undefined },
  'you call `close`': { script: '/silent', act: (channel) => void channel.sink.close() },
  'you call `abort`': { script: '/silent', act: (channel) => channel.abort() },
}

/** Guarantee 19: the pace of `addStream`, and what becomes of its source when the channel ends. */
export const streamingPace: readonly ContractCase[] = [
  ...Object.entries(pulls).map(([name, pull]): ContractCase => ({
    guarantee: 19,
    name: `\`addStream\` pulls ${name} only as fast as \`sink.ready\` allows`,
    requires: ['stallingPeer'],
    async run(context) {
      const { channel, peer } = await context.open('/stop-reading', { highWaterMark: 4 * size })
      const account = { pulled: 0, ended: 0 }
      const added = channel.sink.addStream(pull(account, count))
      // Whatever the network takes, it is less than all: the source is held up at the mark.
      await stands(() => account.pulled)
      claim(account.pulled < count, `the source is held up, it gave ${account.pulled} of ${count}`)
      claim(
        channel.sink.bufferedAmount <= 5 * size + 1_000,
        `no more than the mark and one frame wait, there are ${channel.sink.bufferedAmount} bytes`,
      )
      await peer.tell('read=on')
      // 16 MiB, through a codec in some channels, take seconds on a busy machine.
      await within(added, '`addStream`', 12_000)
      equal(account.pulled, count, 'what the source gave')
      equal((await peer.seen(`frames ${count}`)).frames.length, count, 'what the peer saw')
    },
  })),
  ...Object.entries(pulls).map(([name, pull]): ContractCase => ({
    guarantee: 19,
    name: `when the channel ends first, ${name} is cancelled, and \`addStream\` rejects`,
    requires: ['stallingPeer'],
    async run(context) {
      const { channel } = await context.open('/stop-reading', { highWaterMark: size })
      const account = { pulled: 0, ended: 0 }
      const added = channel.sink.addStream(pull(account, count))
      await stands(() => account.pulled)
      channel.abort()
      const error = await rejectionOf(added, '`addStream`')
      equal(fieldsOf(error, 'code', 'initiator'), {
        name: 'ConnectionClosedError',
        code: 1006,
        initiator: 'local',
      })
      await turn()
      equal(account.ended, 1, 'how often the source was ended')
    },
  })),
  ...Object.entries(endings).map(([name, { script, act }]): ContractCase => ({
    guarantee: 19,
    name: `when ${name}, an Observable is unsubscribed once, and \`addStream\` rejects with ConnectionClosedError`,
    async run(context) {
      const { channel, peer } = await context.open(script)
      let unsubscribed = 0
      const added = channel.sink.addStream(
        new Observable<string>((subscriber) => {
          subscriber.next('a')
          return () => (unsubscribed += 1)
        }),
      )
      await peer.seen('frames 1')
      if (name === 'the peer closes') await peer.tell('close=4000')
      act(channel)
      const error = await rejectionOf(added, '`addStream`')
      claim(
        error instanceof context.errors.ConnectionClosedError,
        `${String(error)} is a ConnectionClosedError`,
      )
      await within(channel.closed, '`closed`')
      equal(unsubscribed, 1, 'how often the source was unsubscribed')
      equal((await peer.seen()).frames, ['text a'], 'what the peer saw')
    },
  })),
  {
    guarantee: 19,
    name: 'when the opening fails first, `addStream` rejects with that very error, and the source is unsubscribed',
    requires: ['opening'],
    async run(context) {
      const { channel } = context.connect('/hang-up')
      let unsubscribed = 0
      const added = channel.sink.addStream(new Observable<string>(() => () => (unsubscribed += 1)))
      const error = await rejectionOf(added, '`addStream`')
      same(error, await rejectionOf(channel.ready, '`ready`'))
      equal(unsubscribed, 1, 'how often the source was unsubscribed')
    },
  },
  {
    guarantee: 19,
    name: 'a generator that closes the channel itself is ended where it then yields, and gives nothing more',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const steps: string[] = []
      const added = channel.sink.addStream(
        (function* () {
          try {
            yield 'a'
            void channel.sink.close(1000)
            yield 'b'
            steps.push('went on')
          } finally {
            steps.push('ended')
          }
        })(),
      )
      claim(
        (await rejectionOf(added, '`addStream`')) instanceof context.errors.ConnectionClosedError,
        'it rejects',
      )
      await within(channel.closed, '`closed`')
      equal(steps, ['ended'], 'what the generator did')
      equal((await peer.seen()).frames, ['text a'], 'what the peer saw')
    },
  },
  {
    guarantee: 19,
    name: 'a source that is never ready to give keeps `addStream` pending, not the channel from ending',
    async run(context) {
      const { channel } = await context.open('/silent')
      const added = channel.sink.addStream(new Promise<string>(() => undefined))
      equal(
        (await within(channel.sink.close(1000), '`close`')).wasClean,
        true,
        'the close being clean',
      )
      claim(
        (await rejectionOf(added, '`addStream`')) instanceof context.errors.ConnectionClosedError,
        'it rejects',
      )
    },
  },
]

// Resolves when a number has not changed for many turns in a row: nothing moves any more.
async function stands(read: () => number): Promise<void> {
  let last = -1
  for (let still = 0; still < 50; still += 1) {
    if (read() !== last) still = 0
    last = read()
    await turn()
  }
}
