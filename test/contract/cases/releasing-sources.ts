import { Observable } from 'rxjs'
import type { ObservableInput } from 'rxjs'
import type { Sendable } from '../../../src/core/frame.js'
import { equal, fieldsOf, rejectionOf, within } from '../assert.js'
import type { Link } from '../adapter.js'
import type { ContractCase } from '../contract-case.js'
import { turn } from '../unhandled.js'

/** Sources that give nothing; `release` is called when they are let go. */
const silentSources: Readonly<Record<string, (release: () => void) => ObservableInput<Sendable>>> =
  {
    'an async iterable': (release) => ({
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<never>(() => undefined),
        return() {
          release()
          return Promise.resolve({ done: true as const, value: undefined })
        },
      }),
    }),
    'a ReadableStream': (release) => new ReadableStream<Sendable>({ cancel: release }),
    'an Observable': (release) => new Observable<Sendable>(() => release),
  }

/** Ways in which a channel ends, or begins to. */
const ends: Readonly<Record<string, (link: Link) => unknown>> = {
  '`close`': ({ channel }) => channel.sink.close(1000),
  '`abort`': ({ channel }) => {
    channel.abort()
  },
  '`addError`': ({ channel }) => {
    channel.sink.addError(new Error('mine'))
    return channel.sink.done.catch(() => undefined)
  },
  'the close of the peer': ({ peer }) => peer.tell('close=4000'),
  'a lost connection': ({ peer }) => peer.tell('drop=rst'),
}

/** Guarantee 19: `addStream` lets its source go at every end, though it is silent. */
export const releasingSources: readonly ContractCase[] = Object.entries(silentSources).flatMap(
  ([name, make]) =>
    Object.entries(ends).map(([how, end]): ContractCase => ({
      guarantee: 19,
      name: `at ${how} \`addStream\` lets ${name} go that is silent, once, and rejects`,
      async run(context) {
        const link = await context.open('/silent')
        let releases = 0
        const added = link.channel.sink.addStream(make(() => (releases += 1)))
        await turn()
        void end(link)
        equal(fieldsOf(await rejectionOf(added, '`addStream`')), { name: 'ConnectionClosedError' })
        await within(link.channel.closed, '`closed`')
        await turn()
        equal(releases, 1, 'how often the source was let go')
      },
    })),
)
