import { claim, equal } from '../../contract/assert.js'
import type { Identical } from '../drop-in.js'

export const closing: readonly Identical[] = [
  {
    sentence:
      'The last `unsubscribe` calls `close()` of the socket at once, without arguments, before open as well',
    cases: [
      {
        name: 'of an open socket',
        run: ({ subject, mocks, observe }) => {
          const left = subject()
          const first = observe(left)
          const last = observe(left)
          mocks.last.open()
          first.unsubscribe()
          equal(mocks.last.closed, [])
          last.unsubscribe()
          equal(mocks.last.closed, [[]])
        },
      },
      {
        name: 'of a connecting socket',
        run: ({ subject, mocks, observe }) => {
          observe(subject()).unsubscribe()
          equal(mocks.last.closed, [[]])
        },
      },
      {
        name: 'not of one that is closing, nor notifies the closing observer',
        run: ({ subject, mocks, observe, log }) => {
          const watch = observe(subject({ closingObserver: { next: () => log.push('closing') } }))
          mocks.last.open()
          mocks.last.socket.readyState = 2
          watch.unsubscribe()
          equal(log, [])
        },
      },
      {
        name: 'the close observer is notified of the end of a socket that was left',
        run: ({ subject, mocks, observe, log }) => {
          const watch = observe(subject({ closeObserver: { next: () => log.push('closed') } }))
          mocks.last.open()
          watch.unsubscribe()
          mocks.last.end()
          equal(log, ['close()', 'closed'])
        },
      },
      {
        name: '`unsubscribe` of the subject closes too, and then `subscribe` throws',
        run: ({ subject, mocks, observe, log }) => {
          const closed = subject()
          observe(closed)
          mocks.last.open()
          closed.unsubscribe()
          equal(mocks.last.closed, [[]])
          mocks.last.end()
          equal(log, ['close()', 'a complete'])
          claim(closed.closed, 'it is closed')
          closed.next(1)
          let thrown: unknown
          try {
            closed.subscribe()
          } catch (error) {
            thrown = error
          }
          equal((thrown as Error).name, 'ObjectUnsubscribedError')
        },
      },
    ],
  },
  {
    sentence: 'What was queued when the last subscriber left is dropped',
    cases: [
      {
        name: 'messages, and a `complete`',
        run: ({ subject, mocks, observe }) => {
          const dropped = subject()
          const watch = observe(dropped)
          dropped.next(1)
          dropped.complete()
          watch.unsubscribe()
          observe(dropped)
          mocks.last.open()
          equal([mocks.last.sent, mocks.last.closed], [[], []])
        },
      },
    ],
  },
  {
    sentence: '`complete()` waits for the opening, sends the queue, then closes',
    cases: [
      {
        name: 'of a connecting socket',
        run: ({ subject, mocks, observe, log }) => {
          const source = subject({ closingObserver: { next: () => log.push('closing') } })
          observe(source)
          source.next(1)
          source.complete()
          source.next('after the end')
          equal(log, [])
          mocks.last.open()
          mocks.last.end()
          equal(log, ['send 1', 'closing', 'close()', 'a complete'])
        },
      },
      {
        name: 'of an open socket, without arguments, and the subscribers wait for its end',
        run: ({ subject, mocks, observe, log }) => {
          const source = subject()
          observe(source)
          mocks.last.open()
          source.complete()
          equal(mocks.last.closed, [[]])
          equal(log, ['close()'])
          mocks.last.end()
          equal(log, ['close()', 'a complete'])
        },
      },
      {
        name: 'without a connection: of the next one',
        run: ({ subject, mocks, observe, log }) => {
          const source = subject()
          source.next(1)
          source.complete()
          observe(source)
          mocks.last.open()
          equal(log, ['send 1', 'close()'])
        },
      },
      {
        name: 'a subscription after it connects again, while the first socket closes',
        run: ({ subject, mocks, observe, log }) => {
          const source = subject()
          observe(source)
          mocks.last.open()
          source.complete()
          observe(source, 'b')
          const [first, second] = mocks.all
          second?.open()
          first?.end()
          second?.receive(1)
          equal(log, ['close()', 'a complete', 'b 1'])
        },
      },
    ],
  },
  {
    sentence: '`complete()` twice closes once, and the second is for the next connection',
    cases: [
      {
        name: 'it is forgotten when the first connection ends',
        run: ({ subject, mocks, observe }) => {
          const source = subject()
          observe(source)
          mocks.last.open()
          source.complete()
          source.complete()
          equal(mocks.last.closed, [[]])
          mocks.last.end()
          observe(source)
          mocks.last.open()
          equal(mocks.last.closed, [])
        },
      },
      {
        name: 'it is forgotten when a subscriber does not wait for the end of the first connection',
        run: ({ subject, mocks, observe }) => {
          const source = subject()
          const first = observe(source)
          observe(source)
          mocks.last.open()
          source.complete()
          source.complete()
          first.unsubscribe()
          observe(source)
          mocks.last.open()
          equal([mocks.all.length, mocks.last.closed], [2, []])
        },
      },
      {
        name: 'it closes a connection that was begun before',
        run: ({ subject, mocks, observe }) => {
          const source = subject()
          observe(source)
          mocks.last.open()
          source.complete()
          source.complete()
          observe(source)
          mocks.last.open()
          equal(mocks.last.closed, [[]])
        },
      },
      {
        name: 'twice before the opening closes once',
        run: ({ subject, mocks, observe }) => {
          const source = subject()
          observe(source)
          source.complete()
          source.complete()
          mocks.last.open()
          equal(mocks.last.closed, [[]])
        },
      },
    ],
  },
]
