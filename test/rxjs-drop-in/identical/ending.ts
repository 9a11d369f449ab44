import { claim, equal } from '../../contract/assert.js'
import type { Identical, Stage } from '../drop-in.js'

export const ending: readonly Identical[] = [
  {
    sentence: '`error({ code, reason })` closes with both, after the opening and the queue',
    cases: [
      {
        name: 'of an open socket',
        run: ({ subject, mocks, observe, log }) => {
          const source = subject({ closingObserver: { next: () => log.push('closing') } })
          observe(source)
          mocks.last.open()
          source.error({ code: 4000, reason: 'bye' })
          equal(log, ['closing', 'close()'])
          equal(mocks.last.closed, [[4000, 'bye']])
        },
      },
      {
        name: 'of a connecting socket, without a reason',
        run: ({ subject, mocks, observe, log }) => {
          const source = subject()
          observe(source)
          source.next(1)
          source.error({ code: 4000 })
          mocks.last.open()
          equal(log, ['send 1', 'close()'])
          equal(mocks.last.closed[0]?.[0], 4000)
        },
      },
      {
        name: 'without a code the subscribers get a TypeError, and the socket is closed',
        run: ({ subject, mocks, observe, log }) => {
          const source = subject({ closingObserver: { next: () => log.push('closing') } })
          const watch = observe(source)
          mocks.last.open()
          source.error(new Error('no code'))
          equal(log, ['closing', 'a error', 'close()'])
          equal(mocks.last.closed, [[]])
          claim(watch.error instanceof TypeError, 'it is a TypeError')
          claim(
            String(watch.error).includes('{ code: number, reason: string }'),
            'it says what to do',
          )
        },
      },
    ],
  },
  {
    sentence:
      '`wasClean` decides between completing and failing, the code does not; after `complete()` and `error()` too',
    cases: [
      ...ends('completes after a clean close with 4001', ['a complete'], ({ mocks }) => {
        mocks.last.end(4001)
      }),
      ...ends('fails after an unclean close with 1000', ['a error'], ({ mocks }) => {
        mocks.last.break(1000)
      }),
      ...ends('completes after a clean close without a code', ['a complete'], ({ mocks }) => {
        mocks.last.finish({ wasClean: true })
      }),
    ],
  },
  {
    sentence:
      'The close observer is notified before the subscribers in a plain close, after the error in a failure',
    cases: [
      {
        name: 'in a clean and in an unclean close',
        run: ({ subject, mocks, observe, log }) => {
          const source = subject({ closeObserver: { next: () => log.push('closed') } })
          observe(source)
          mocks.last.open()
          mocks.last.end()
          observe(source, 'b')
          mocks.last.open()
          mocks.last.break()
          equal(log, ['closed', 'a complete', 'closed', 'b error'])
        },
      },
      {
        name: 'in a failure, of which the subscribers get the error inside the `error` event',
        run: ({ subject, mocks, observe, log }) => {
          observe(subject({ closeObserver: { next: () => log.push('closed') } }))
          mocks.last.fail()
          equal(log, ['a error'])
          mocks.last.break()
          equal(log, ['a error', 'closed'])
        },
      },
      {
        name: 'a subscription that it makes is of the next connection',
        run: ({ subject, mocks, observe, log }) => {
          let isFirst = true
          const closeObserver = {
            next: () => {
              if (isFirst) observe(source, 'b')
              isFirst = false
            },
          }
          const source = subject({ closeObserver })
          observe(source)
          mocks.last.open()
          mocks.all[0]?.end()
          equal(mocks.all.length, 2)
          mocks.last.open()
          mocks.last.receive(1)
          equal(log, ['a complete', 'b 1'])
        },
      },
    ],
  },
  {
    sentence:
      'The subscribers of one connection share one end, and who subscribes in it connects again',
    cases: [
      {
        name: 'all of them retry on one socket',
        run: ({ subject, mocks, log }) => {
          const source = subject()
          const watch = (name: string): void => {
            source.subscribe({
              next: (value) => log.push(`${name} ${String(value)}`),
              error: () => {
                watch(name)
              },
            })
          }
          watch('a')
          watch('b')
          mocks.last.open()
          mocks.all[0]?.break()
          equal(mocks.all.length, 2)
          mocks.last.open()
          mocks.last.receive(1)
          equal(log, ['a 1', 'b 1'])
        },
      },
    ],
  },
]

/** The same end of an open connection, and of one that was closed by `complete` and by `error`. */
function ends(name: string, wanted: readonly string[], end: (stage: Stage) => void) {
  const closings: Readonly<
    Record<string, (subject: { complete(): void; error(e: unknown): void }) => void>
  > = {
    'an open connection': () => undefined,
    'after `complete()`': (subject) => {
      subject.complete()
    },
    'after `error()`': (subject) => {
      subject.error({ code: 4000 })
    },
  }
  return Object.entries(closings).map(([when, close]) => ({
    name: `${name}: ${when}`,
    run: (stage: Stage) => {
      const source = stage.subject()
      stage.observe(source)
      stage.mocks.last.open()
      close(source)
      end(stage)
      equal(
        stage.log.filter((event) => event !== 'close()'),
        wanted,
      )
    },
  }))
}
