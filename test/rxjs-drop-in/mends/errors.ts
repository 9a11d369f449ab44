import { ConnectionClosedError, ConnectionFailedError } from '../../../src/core/errors.js'
import { claim, equal, fieldsOf, same } from '../../contract/assert.js'
import type { Mend } from '../drop-in.js'

export const errors: Mend = {
  title: 'Errors are Errors',
  cases: [
    {
      name: 'of a connection that never opened: a ConnectionFailedError with the event or its error as the cause',
      run: ({ subject, mocks, observe }) => {
        const event = { type: 'error' }
        const failing = subject({ url: 'ws://user:secret@a/b?token=1' })
        const plain = observe(failing)
        mocks.last.fail(event)
        claim(plain.error instanceof ConnectionFailedError, 'it is a ConnectionFailedError')
        equal(fieldsOf(plain.error, 'message', 'type', 'url', 'phase'), {
          name: 'ConnectionFailedError',
          message: 'Connection to ws://a/b failed',
          type: 'error',
          url: 'ws://a/b',
          phase: 'network',
        })
        same((plain.error as Error).cause, event)
        const detailed = observe(failing)
        const error = new Error('refused')
        mocks.last.fail({ type: 'error', error })
        same((detailed.error as Error).cause, error)
        equal((detailed.error as Error).message, 'Connection to ws://a/b failed: refused')
      },
    },
    {
      name: 'of a connection that never opened and emits only `close`: the same, with that event as the cause',
      run: ({ subject, mocks, observe }) => {
        const event = { type: 'close', code: 1006, reason: '', wasClean: false }
        const watch = observe(subject())
        mocks.last.finish(event)
        claim(watch.error instanceof ConnectionFailedError, 'it is a ConnectionFailedError')
        equal(fieldsOf(watch.error, 'type'), { name: 'ConnectionFailedError', type: 'error' })
        same((watch.error as Error).cause, event)
      },
    },
    {
      name: 'of a connection that was open: a ConnectionClosedError with code, reason and wasClean of the event',
      run: ({ subject, mocks, observe }) => {
        const watch = observe(subject())
        mocks.last.open()
        mocks.last.break(4001, 'bye')
        claim(watch.error instanceof ConnectionClosedError, 'it is a ConnectionClosedError')
        equal(fieldsOf(watch.error, 'message', 'type', 'code', 'reason', 'wasClean'), {
          name: 'ConnectionClosedError',
          message: 'Connection closed: received 4001 "bye"',
          type: 'close',
          code: 4001,
          reason: 'bye',
          wasClean: false,
        })
      },
    },
    {
      name: 'of an open connection that emits `error`: a ConnectionClosedError with 1006, inside that event',
      run: ({ subject, mocks, observe }) => {
        const watch = observe(subject())
        mocks.last.open()
        const error = new Error('reset')
        mocks.last.fail({ error })
        equal(fieldsOf(watch.error, 'message', 'type', 'code', 'reason', 'wasClean'), {
          name: 'ConnectionClosedError',
          message: 'Connection closed: reset',
          type: 'close',
          code: 1006,
          reason: '',
          wasClean: false,
        })
        same((watch.error as Error).cause, error)
      },
    },
    {
      name: 'one object for all subscribers',
      run: ({ subject, mocks, observe }) => {
        const source = subject()
        const [first, second] = [observe(source), observe(source)]
        mocks.last.open()
        mocks.last.break()
        claim(first.error instanceof Error, 'it is an Error')
        same(first.error, second.error)
      },
    },
    {
      name: 'unhandled, an Error with a stack is reported',
      run: ({ subject, mocks, reported }) => {
        subject().subscribe()
        mocks.last.fail()
        const [error] = reported()
        claim(error instanceof Error && error.stack !== undefined, 'it is an Error with a stack')
      },
    },
  ],
}
