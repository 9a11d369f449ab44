import type { Sendable } from '../../../src/core/frame.js'
import { claim, equal, rejectionOf, resolvesEmpty, same, within } from '../assert.js'
import type { ContractCase } from '../contract-case.js'
import { foreignObservables, type MakeForeign, type Produce } from '../foreign-observable.js'

const few: Produce<Sendable> = (observer) => {
  for (const value of ['a', Uint8Array.of(1), 'b']) observer.next(value)
  observer.complete()
  return () => undefined
}

/** Guarantees 18 to 20: Observables of other libraries than RxJS 7 as sources of a sink. */
export const otherObservables: readonly ContractCase[] = Object.entries(foreignObservables).flatMap(
  ([library, make]) => [...asSource(library, make), ...asProducer(library, make)],
)

/** Passed to `addStream`. */
function asSource(library: string, make: MakeForeign): ContractCase[] {
  return [
    {
      guarantee: 19,
      name: `\`addStream\` sends all that an Observable of ${library} emits, and leaves the channel open`,
      async run(context) {
        const { channel, peer } = await context.open('/silent')
        await resolvesEmpty(channel.sink.addStream(make(few)), '`addStream`')
        equal(channel.state, 'open', '`state`')
        equal((await peer.seen('frames 3')).frames, ['text a', 'hex 01', 'text b'])
      },
    },
    {
      guarantee: 19,
      name: `\`addStream\` rejects with the error of an Observable of ${library}`,
      async run(context) {
        const { channel, peer } = await context.open('/silent')
        const mine = new Error('mine')
        const failing = make<string>((observer) => {
          observer.next('a')
          observer.error(mine)
          return () => undefined
        })
        same(await rejectionOf(channel.sink.addStream(failing), '`addStream`'), mine)
        equal(channel.state, 'open', '`state`')
        equal((await peer.seen('frames 1')).frames, ['text a'])
      },
    },
    ...(['close', 'abort'] as const).map((verb): ContractCase => ({
      guarantee: 19,
      name: `\`${verb}\` unsubscribes at once from a silent Observable of ${library}`,
      async run(context) {
        const { channel } = await context.open('/silent')
        let unsubscribed = 0
        const silent = make<string>(() => () => (unsubscribed += 1))
        const added = channel.sink.addStream(silent)
        if (verb === 'close') void channel.sink.close(1000)
        else channel.abort()
        equal(unsubscribed, 1, 'how often the source was unsubscribed')
        const error = await rejectionOf(added, '`addStream`')
        claim(error instanceof context.errors.ConnectionClosedError, 'it rejects')
        equal(unsubscribed, 1, 'how often the source was unsubscribed in the end')
      },
    })),
    {
      guarantee: 19,
      name: `a value that cannot be sent stops an Observable of ${library} that emits in one go`,
      requires: ['typeErrors'],
      async run(context) {
        const { channel, peer } = await context.open('/silent')
        let emitted = 0
        const endless = make<unknown>((observer, isActive) => {
          for (emitted = 0; isActive() && emitted < 100; emitted += 1) {
            observer.next(emitted === 2 ? {} : 'a')
          }
          return () => undefined
        })
        const added = channel.sink.addStream(endless as never)
        claim((await rejectionOf(added, '`addStream`')) instanceof TypeError, 'it is a TypeError')
        equal(emitted, 3, 'how many values the source emitted')
        equal((await peer.seen('frames 2')).frames, ['text a', 'text a'])
      },
    },
    {
      guarantee: 19,
      name: `an Observable of ${library} that closes the channel and emits in one go is stopped`,
      async run(context) {
        const { channel } = await context.open('/silent')
        let emitted = 0
        const endless = make<string>((observer, isActive) => {
          for (emitted = 0; isActive() && emitted < 100; emitted += 1) {
            if (emitted === 2) void channel.sink.close(1000)
            observer.next('a')
          }
          return () => undefined
        })
        const error = await rejectionOf(channel.sink.addStream(endless), '`addStream`')
        claim(error instanceof context.errors.ConnectionClosedError, 'it rejects')
        equal(emitted, 3, 'how many values the source emitted')
      },
    },
  ]
}

/** Subscribed to with the sink as its observer. */
function asProducer(library: string, make: MakeForeign): ContractCase[] {
  return [
    {
      guarantee: 18,
      name: `a sink as the observer of an Observable of ${library} sends what that emits, then closes`,
      async run(context) {
        const { channel, peer } = await context.open('/silent')
        make(few).subscribe(channel.sink)
        const closed = await within(channel.closed, '`closed`')
        equal(closed, { code: 1005, reason: '', wasClean: true, initiator: 'local' })
        equal((await peer.seen('close')).frames, ['text a', 'hex 01', 'text b'])
      },
    },
    {
      guarantee: 20,
      name: `a sink as the observer of an Observable of ${library} closes with its error`,
      async run(context) {
        const { channel } = await context.open('/silent')
        const mine = new Error('mine')
        const failing = make<string>((observer) => {
          observer.error(mine)
          return () => undefined
        })
        failing.subscribe(channel.sink)
        same(await rejectionOf(channel.sink.done, '`done`'), mine)
      },
    },
  ]
}
