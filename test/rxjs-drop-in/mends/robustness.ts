import { equal, same } from '../../contract/assert.js'
import type { Mend, Stage } from '../drop-in.js'

const thrown = new Error('thrown by an observer')

function throwing({ log }: Stage, name: string): { next(): void } {
  return {
    next: () => {
      log.push(name)
      throw thrown
    },
  }
}

export const robustness: Mend = {
  title: 'A property that is `undefined` means its default, and user code that throws harms nobody',
  cases: [
    {
      name: '`undefined` as the serializer, the deserializer and all others',
      run: ({ subject, mocks, observe, log }) => {
        const source = subject({
          serializer: undefined,
          deserializer: undefined,
          protocol: undefined,
          openObserver: undefined,
          closeObserver: undefined,
          closingObserver: undefined,
          binaryType: undefined,
          resultSelector: undefined,
        })
        observe(source)
        mocks.last.open()
        source.next(1)
        mocks.last.receive(2)
        source.complete()
        mocks.last.end()
        equal(log, ['send 1', 'a 2', 'close()', 'a complete'])
      },
    },
    {
      name: 'an open observer that throws is reported, and the queue is sent',
      run: (stage) => {
        const { subject, mocks, observe, log, reported } = stage
        const source = subject({ openObserver: throwing(stage, 'open') })
        observe(source)
        source.next(1)
        mocks.last.open()
        same(reported()[0], thrown)
        equal(log, ['open', 'send 1'])
      },
    },
    {
      name: 'a close observer that throws is reported, and the subscribers get the end',
      run: (stage) => {
        const { subject, mocks, observe, log, reported } = stage
        observe(subject({ closeObserver: throwing(stage, 'closed') }))
        mocks.last.open()
        mocks.last.end()
        same(reported()[0], thrown)
        equal(log, ['closed', 'a complete'])
      },
    },
    {
      name: 'a closing observer that throws is reported, and the socket is closed',
      run: (stage) => {
        const { subject, mocks, observe, log, reported } = stage
        const source = subject({ closingObserver: throwing(stage, 'closing') })
        observe(source)
        mocks.last.open()
        source.complete()
        same(reported()[0], thrown)
        equal(log, ['closing', 'close()'])
      },
    },
    {
      name: '`multiplex` whose question throws connects nothing',
      run: ({ subject, mocks, observe }) => {
        const fail = (): never => {
          throw thrown
        }
        same(observe(subject().multiplex(fail, () => 'bye', Boolean)).error, thrown)
        equal(mocks.all.length, 0)
      },
    },
    {
      name: 'frames that arrive during a delivery reach all in one order, and an end after them',
      run: ({ subject, mocks, observe, log }) => {
        const source = subject<number>()
        source.subscribe((value) => {
          log.push(`first ${String(value)}`)
          if (value !== 1) return
          mocks.last.receive(2)
          mocks.last.end()
        })
        observe(source)
        mocks.last.open()
        mocks.last.receive(1)
        equal(log, ['first 1', 'a 1', 'first 2', 'a 2', 'a complete'])
      },
    },
    {
      name: 'frames after a local close reach nobody',
      run: ({ subject, mocks, observe, log }) => {
        const source = subject()
        observe(source)
        mocks.last.open()
        source.complete()
        mocks.last.receive(1)
        mocks.last.end()
        equal(log, ['close()', 'a complete'])
      },
    },
    {
      name: 'a frame that is being delivered while a subscriber closes reaches the others, the next one does not',
      run: ({ subject, mocks, observe, log }) => {
        const source = subject<number>()
        source.subscribe(() => {
          mocks.last.receive(2)
          source.complete()
        })
        observe(source)
        mocks.last.open()
        mocks.last.receive(1)
        mocks.last.end()
        equal(log, ['close()', 'a 1', 'a complete'])
      },
    },
  ],
}
