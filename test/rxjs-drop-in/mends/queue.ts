import { equal } from '../../contract/assert.js'
import type { Mend } from '../drop-in.js'

const ask = (topic: string) => [() => `ask ${topic}`, () => `bye ${topic}`, Boolean] as const

export const queue: Mend = {
  title: 'What was queued when a connection failed is sent on the next one',
  cases: [
    {
      name: 'once, before what was queued later',
      run: ({ subject, mocks, observe }) => {
        const source = subject()
        observe(source)
        source.next(1)
        mocks.last.fail()
        source.next(2)
        observe(source)
        source.next(3)
        mocks.last.open()
        mocks.last.break()
        equal(mocks.last.sent, ['1', '2', '3'])
        observe(source)
        mocks.last.open()
        equal(mocks.last.sent, [])
      },
    },
    {
      name: 'also what is queued inside the error',
      run: ({ subject, mocks, observe }) => {
        const source = subject()
        source.subscribe({
          error: () => {
            source.next(1)
          },
        })
        mocks.last.open()
        mocks.last.break()
        observe(source)
        mocks.last.open()
        equal(mocks.last.sent, ['1'])
      },
    },
    {
      name: 'also when the class of the socket throws',
      run: ({ subject, mocks, observe }) => {
        const source = subject()
        source.next(1)
        mocks.onCreate = () => {
          throw new Error('refused')
        }
        observe(source)
        mocks.onCreate = () => undefined
        observe(source)
        mocks.last.open()
        equal(mocks.last.sent, ['1'])
      },
    },
    {
      name: 'but not a `complete()`, which was for the connection that failed',
      run: ({ subject, mocks, observe }) => {
        const source = subject()
        observe(source)
        source.next(1)
        source.complete()
        mocks.last.fail()
        observe(source)
        mocks.last.open()
        equal([mocks.last.sent, mocks.last.closed], [['1'], []])
      },
    },
    {
      name: 'a question of `multiplex` that was not sent is taken back with its subscription',
      run: ({ subject, mocks, observe }) => {
        const source = subject()
        observe(source)
        const first = observe(source.multiplex(...ask('a')), 'b')
        observe(source.multiplex(...ask('b')), 'c')
        first.unsubscribe()
        mocks.last.open()
        equal(mocks.last.sent, ['"ask b"'])
      },
    },
    {
      name: 'a goodbye goes only to the connection that had the question',
      run: ({ subject, mocks, observe }) => {
        const source = subject()
        source.subscribe({
          error: () => {
            observe(source, 'b')
          },
        })
        observe(source.multiplex(...ask('a')))
        mocks.last.open()
        mocks.all[0]?.break()
        mocks.last.open()
        equal([mocks.all.length, mocks.last.sent], [2, []])
      },
    },
    {
      name: 'a goodbye is not queued while the socket closes',
      run: ({ subject, mocks, observe }) => {
        const source = subject()
        observe(source)
        const topic = observe(source.multiplex(...ask('a')))
        mocks.last.open()
        source.complete()
        observe(source, 'b')
        topic.unsubscribe()
        mocks.last.open()
        equal([mocks.all[0]?.sent, mocks.last.sent], [['"ask a"'], []])
      },
    },
  ],
}
