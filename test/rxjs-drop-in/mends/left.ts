import { retry } from 'rxjs'
import { equal } from '../../contract/assert.js'
import type { Mend } from '../drop-in.js'

export const leftSockets: Mend = {
  title: 'No event of a socket that was left touches the subject or another socket',
  cases: [
    {
      name: 'unsubscribe while connecting and subscribe again, as StrictMode does, in browsers',
      run: ({ subject, mocks, observe, log }) => {
        const source = subject({ closeObserver: { next: () => log.push('closed') } })
        observe(source).unsubscribe()
        observe(source, 'b')
        const [left, current] = mocks.all
        // What browsers emit for a socket that was closed while it connected.
        left?.fail()
        left?.break()
        source.next(1)
        current?.open()
        current?.receive(2)
        observe(source, 'c')
        equal(mocks.all.length, 2)
        equal(log, ['close()', 'closed', 'send 1', 'b 2'])
      },
    },
    {
      name: 'a late `open` closes that socket alone: nothing is sent to it, and no observer is notified',
      run: ({ subject, mocks, observe, log }) => {
        const source = subject({ openObserver: { next: () => log.push('open') } })
        observe(source).unsubscribe()
        source.next(1)
        observe(source)
        const [left, current] = mocks.all
        left?.open()
        equal([left?.sent, left?.closed, log], [[], [[], []], ['close()', 'close()']])
        current?.open()
        equal(log.slice(2), ['open', 'send 1'])
      },
    },
    {
      name: 'a late `error` after `complete()` ends only the subscriptions of that socket',
      run: ({ subject, mocks, observe, log }) => {
        const source = subject()
        observe(source)
        mocks.last.open()
        source.complete()
        observe(source, 'b')
        const [first, second] = mocks.all
        second?.open()
        first?.fail()
        source.next(1)
        second?.receive(2)
        equal(log, ['close()', 'a error', 'send 1', 'b 2'])
      },
    },
    {
      name: 'a socket that closes inside `close()` does not take the next connection with it',
      run: ({ subject, mocks, observe, log }) => {
        const source = subject()
        source.subscribe({
          complete: () => {
            observe(source, 'b')
          },
        })
        mocks.last.open()
        mocks.last.onClose = () => {
          mocks.all[0]?.end()
        }
        source.complete()
        observe(source, 'c')
        equal(mocks.all.length, 2)
        mocks.last.open()
        mocks.last.receive(1)
        equal(log, ['close()', 'b 1', 'c 1'])
      },
    },
  ],
}

export const unreadableFrames: Mend = {
  title: 'A frame that cannot be read: the connection is left before anybody gets the error',
  cases: [
    {
      name: 'all who retry share the next connection',
      run: ({ subject, mocks, log }) => {
        const source = subject().pipe(retry(1))
        for (const name of ['a', 'b']) {
          source.subscribe({
            next: (value) => log.push(`${name} ${String(value)}`),
            error: () => log.push(`${name} error`),
          })
        }
        mocks.last.open()
        mocks.all[0]?.emit({ data: 'no JSON' })
        equal([mocks.all.length, mocks.all[0]?.closed], [2, [[]]])
        mocks.last.open()
        mocks.last.receive(1)
        equal(log, ['close()', 'a 1', 'b 1'])
      },
    },
    {
      name: 'the socket is closed first, and the error is what the deserializer threw',
      run: ({ subject, mocks, observe, log }) => {
        const thrown = new Error('unreadable')
        const deserializer = (): never => {
          throw thrown
        }
        const closeObserver = { next: () => log.push('closed') }
        const watch = observe(subject({ deserializer, closeObserver }))
        mocks.last.open()
        mocks.last.receive(1)
        mocks.last.receive(2)
        mocks.last.end()
        equal(log, ['close()', 'a error', 'closed'])
        equal(watch.error === thrown, true)
      },
    },
  ],
}
