import { claim, equal, same, thrownBy } from '../../contract/assert.js'
import type { Mend } from '../drop-in.js'

export const serializer: Mend = {
  title: 'The serializer runs in `next`, which throws what it throws',
  cases: [
    {
      name: 'whatever the state: the value is sent as it was',
      run: ({ subject, mocks, observe }) => {
        const source = subject<{ count: number }>()
        const value = { count: 1 }
        source.next(value)
        value.count = 2
        observe(source)
        mocks.last.open()
        equal(mocks.last.sent, ['{"count":1}'])
      },
    },
    {
      name: 'what it throws reaches the caller, before and after the opening, and nobody else',
      run: ({ subject, mocks, observe, log }) => {
        const thrown = new Error('not serializable')
        const serializer = (value: unknown): string => {
          if (value === 'bad') throw thrown
          return String(value)
        }
        const source = subject({ serializer })
        same(
          thrownBy(() => source.next('bad')),
          thrown,
        )
        observe(source)
        mocks.last.open()
        same(
          thrownBy(() => source.next('bad')),
          thrown,
        )
        source.next('good')
        equal(log, ['send good'])
      },
    },
    {
      name: 'what it returns that cannot be sent is a TypeError',
      run: ({ subject, mocks, observe, log }) => {
        const source = subject()
        observe(source)
        mocks.last.open()
        // JSON.stringify returns undefined.
        claim(thrownBy(() => source.next(undefined)) instanceof TypeError, 'it is a TypeError')
        equal(log, [])
      },
    },
    {
      name: 'what the socket cannot send is a TypeError too, with its error as the cause',
      run: ({ subject, mocks, observe, log }) => {
        const source = subject()
        observe(source)
        mocks.last.open()
        const refused = new Error('refused')
        mocks.last.onSend = () => {
          throw refused
        }
        const thrown = thrownBy(() => source.next(1))
        claim(thrown instanceof TypeError, 'it is a TypeError')
        same((thrown as Error).cause, refused)
        mocks.last.onSend = () => undefined
        source.next(2)
        equal(log, ['send 1', 'send 2'])
      },
    },
    {
      name: 'a queued message that the socket cannot send is reported, and the others are sent',
      run: ({ subject, mocks, observe, log, reported }) => {
        const source = subject()
        observe(source)
        source.next(1)
        source.next(2)
        mocks.last.onSend = (data) => {
          if (data === '1') throw new Error('refused')
        }
        mocks.last.open()
        equal(log, ['send 1', 'send 2'])
        equal(reported().map(String), ['TypeError: Cannot send what the serializer returned'])
      },
    },
  ],
}
