import { claim, equal, fieldsOf } from '../../contract/assert.js'
import type { Mend, Stage } from '../drop-in.js'

const noCloseFrame = { type: 'close', code: 1006, reason: '', wasClean: false }

export const limits: Mend = {
  title: 'Opening takes 20 s at most, closing 5 s',
  cases: [
    {
      name: '20 s from the construction of a socket to its opening',
      run: (stage) => {
        const { subject, mocks, observe, log, advance } = stage
        const events: unknown[] = []
        const closeObserver = {
          next: (event: unknown) => {
            events.push(event)
            log.push('closed')
          },
        }
        const watch = observe(subject({ closeObserver }))
        advance(19_999)
        equal(log, [])
        advance(1)
        equal(log, ['close()', 'a error', 'closed'])
        equal(events, [noCloseFrame])
        equal(fieldsOf(watch.error, 'message', 'phase', 'type', 'code'), {
          name: 'ConnectionFailedError',
          message: 'Connection to ws://a failed: not open within 20000 ms',
          phase: 'timeout',
          type: 'error',
          code: 1006,
        })
        mocks.last.break()
        equal(log.length, 3)
      },
    },
    {
      name: 'a connection that has opened has no such limit',
      run: ({ subject, mocks, observe, log, advance }) => {
        const source = subject()
        observe(source)
        mocks.last.open()
        advance(1_000_000)
        source.complete()
        advance(5_000)
        equal(log, ['close()', 'close()', 'a error'])
      },
    },
    ...closesWithin('`complete()`', (source) => {
      source.complete()
    }),
    ...closesWithin('`error()`', (source) => {
      source.error({ code: 4000 })
    }),
    {
      name: '5 s from `complete()` of a connecting socket too',
      run: ({ subject, observe, log, advance }) => {
        const source = subject()
        const watch = observe(source)
        advance(1_000)
        source.complete()
        advance(4_999)
        equal(log, [])
        advance(1)
        equal(log, ['close()', 'a error'])
        equal(fieldsOf(watch.error, 'code', 'phase'), {
          name: 'ConnectionFailedError',
          code: 1006,
          phase: 'timeout',
        })
      },
    },
    {
      name: '5 s from the last `unsubscribe`: then the close observer gets the event',
      run: ({ subject, mocks, observe, advance }) => {
        const events: unknown[] = []
        const next = (event: unknown): void => void events.push(event)
        const watch = observe(subject({ closeObserver: { next } }))
        mocks.last.open()
        watch.unsubscribe()
        advance(4_999)
        equal(events, [])
        advance(1)
        equal(events, [noCloseFrame])
        mocks.last.end()
        equal(events.length, 1)
      },
    },
    {
      name: 'the time for closing is longer while bytes still leave',
      run: ({ subject, mocks, observe, log, advance }) => {
        const source = subject()
        observe(source)
        mocks.last.open()
        Reflect.set(mocks.last.socket, 'bufferedAmount', 10_000_000)
        source.complete()
        advance(4_000)
        Reflect.set(mocks.last.socket, 'bufferedAmount', 5_000_000)
        advance(4_000)
        equal(log, ['close()'])
        advance(100_000)
        equal(log, ['close()', 'close()', 'a error'])
      },
    },
  ],
}

type Closing = (source: { complete(): void; error(error: unknown): void }) => void

function closesWithin(name: string, close: Closing) {
  return [
    {
      name: `5 s from ${name} to the \`close\` event`,
      run: ({ subject, mocks, observe, log, advance }: Stage) => {
        const source = subject({ closeObserver: { next: () => log.push('closed') } })
        const watch = observe(source)
        mocks.last.open()
        close(source)
        advance(4_999)
        equal(log, ['close()'])
        advance(1)
        equal(log.slice(-2), ['a error', 'closed'])
        claim(String(watch.error).includes('not closed within 5000 ms'), 'it says why')
        equal(fieldsOf(watch.error, 'type', 'code', 'reason', 'wasClean'), {
          name: 'ConnectionClosedError',
          ...noCloseFrame,
        })
      },
    },
  ]
}
