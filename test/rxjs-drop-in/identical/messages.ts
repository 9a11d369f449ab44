import { equal, same } from '../../contract/assert.js'
import type { Identical } from '../drop-in.js'

export const messages: readonly Identical[] = [
  {
    sentence: 'Values are sent inside `next` and delivered inside the `message` event',
    cases: [
      {
        name: 'as JSON by default',
        run: ({ subject, mocks, observe, log }) => {
          const values = subject()
          observe(values)
          mocks.last.open()
          values.next({ text: 'Hello!' })
          equal(mocks.last.sent, ['{"text":"Hello!"}'])
          mocks.last.emit({ data: '{"text":"Bye!"}' })
          equal(log, ['send {"text":"Hello!"}', 'a {"text":"Bye!"}'])
        },
      },
      {
        name: 'by the serializer and the deserializer of the configuration',
        run: ({ subject, mocks, observe, log }) => {
          const bytes = new Uint8Array([1])
          const values = subject({ serializer: () => bytes, deserializer: () => 'read' })
          observe(values)
          mocks.last.open()
          values.next('')
          same(mocks.last.sent[0], bytes)
          mocks.last.receive(1)
          equal(log.slice(1), ['a "read"'])
        },
      },
      {
        name: 'before the `open` event too, if the socket emits a message so early',
        run: ({ subject, mocks, observe, log }) => {
          observe(subject())
          mocks.last.receive(1)
          equal(log, ['a 1'])
        },
      },
      {
        name: 'what is passed to `next` before a connection is open is sent inside its `open` event, in order',
        run: ({ subject, mocks, observe }) => {
          const early = subject()
          early.next(1)
          observe(early)
          early.next(2)
          equal(mocks.last.sent, [])
          mocks.last.open()
          early.next(3)
          equal(mocks.last.sent, ['1', '2', '3'])
        },
      },
    ],
  },
  {
    sentence:
      "Observers and the deserializer get the socket's own events, and `data` as the socket has it",
    cases: [
      {
        name: 'the very objects, which may be plain',
        run: ({ subject, mocks, observe }) => {
          const events: unknown[] = []
          const next = (event: unknown): void => void events.push(event)
          const deserializer = (event: { readonly data: unknown }): unknown => {
            next(event)
            return event.data
          }
          observe(subject({ openObserver: { next }, closeObserver: { next }, deserializer }))
          const data = { no: 'text' }
          const given = [{ type: 'open' }, { data }, { wasClean: true }] as const
          mocks.last.open(given[0])
          mocks.last.emit(given[1])
          mocks.last.finish(given[2])
          equal(events.length, 3)
          for (const [index, event] of given.entries()) same(events[index], event)
        },
      },
    ],
  },
  {
    sentence: 'The open observer is notified before anything is sent',
    cases: [
      {
        name: 'what it sends comes after what was queued before',
        run: ({ subject, mocks, observe, log }) => {
          const openObserver = {
            next: () => {
              log.push('open')
              greeting.next('second')
            },
          }
          const greeting = subject({ openObserver })
          greeting.next('first')
          observe(greeting)
          mocks.last.open()
          equal(log, ['open', 'send "first"', 'send "second"'])
        },
      },
    ],
  },
  {
    sentence: '`resultSelector` is ignored',
    cases: [
      {
        name: 'the deserializer makes the values',
        run: ({ subject, mocks, observe, log }) => {
          observe(subject({ resultSelector: () => 'selected' }))
          mocks.last.open()
          mocks.last.receive('parsed')
          equal(log, ['a "parsed"'])
        },
      },
    ],
  },
]
