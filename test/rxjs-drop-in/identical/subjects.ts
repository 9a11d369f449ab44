import { map, Observable, of, Subject } from 'rxjs'
import { claim, equal, same } from '../../contract/assert.js'
import type { Identical } from '../drop-in.js'

export const subjects: readonly Identical[] = [
  {
    sentence: '`new WebSocketSubject(source, destination)` joins an Observable and an Observer',
    cases: [
      {
        name: 'it subscribes to the one and passes to the other',
        run: ({ WebSocketSubject, observe, log }) => {
          const destination = {
            next: (value: number) => log.push(`to ${String(value)}`),
            error: (error: unknown) => log.push(`to ${String(error)}`),
            complete: () => log.push('to complete'),
          }
          const joined = new WebSocketSubject(of(1), destination)
          observe(joined)
          joined.next(2)
          joined.error('problem')
          joined.complete()
          equal(log, ['a 1', 'a complete', 'to 2', 'to problem', 'to complete'])
          same(Reflect.get(joined, 'destination'), destination)
        },
      },
      {
        name: 'without a destination the values go nowhere',
        run: ({ WebSocketSubject, observe, log }) => {
          const joined = new WebSocketSubject(of(1))
          joined.next(2)
          joined.complete()
          observe(joined)
          equal(log, ['a 1', 'a complete'])
        },
      },
      {
        name: '`multiplex` asks and says goodbye through the destination',
        run: ({ WebSocketSubject, observe, log }) => {
          const source = new Subject<number>()
          const destination = new Subject<unknown>()
          destination.subscribe((value) => log.push(`to ${String(value)}`))
          const joined = new WebSocketSubject<unknown>(source, destination)
          const watch = observe(
            joined.multiplex(
              () => 'ask',
              () => 'bye',
              (value) => value === 2,
            ),
          )
          source.next(1)
          source.next(2)
          watch.unsubscribe()
          equal(log, ['to ask', 'a 2', 'to bye'])
        },
      },
      {
        name: 'with a configuration it is what `webSocket` creates',
        run: ({ WebSocketSubject, webSocket, mocks, observe }) => {
          const config = { url: 'ws://a', WebSocketCtor: mocks.Ctor }
          claim(webSocket(config) instanceof WebSocketSubject, 'it is a WebSocketSubject')
          observe(new WebSocketSubject(config))
          equal(mocks.all.length, 1)
        },
      },
    ],
  },
  {
    sentence:
      'It is a `Subject` and an `Observable`, and what `pipe` returns is a `WebSocketSubject`',
    cases: [
      {
        name: 'the piped subject emits the values of the operator, and what is passed to it goes nowhere',
        run: ({ subject, WebSocketSubject, mocks, observe, log }) => {
          const source = subject<number>()
          claim(source instanceof Subject && source instanceof Observable, 'it is a Subject')
          const piped = source.pipe(map((value) => value + 1)) as unknown as typeof source
          claim(piped instanceof WebSocketSubject, 'it is a WebSocketSubject')
          const watch = observe(piped)
          mocks.last.open()
          mocks.last.receive(1)
          piped.next(5)
          piped.complete()
          piped.error({ code: 4000 })
          equal(log, ['a 2'])
          watch.unsubscribe()
          equal(log, ['a 2', 'close()'])
        },
      },
      {
        name: '`asObservable` shares the connection, and nothing is `observed`',
        run: ({ subject, mocks, observe, log }) => {
          const source = subject<number>()
          observe(source.asObservable())
          observe(source, 'b')
          equal([mocks.all.length, source.observed, source.closed], [1, false, false])
          mocks.last.open()
          mocks.last.receive(1)
          equal(log, ['a 1', 'b 1'])
        },
      },
      {
        name: 'a source that is subscribed to it sends its values, and its end closes',
        run: ({ subject, mocks, observe, log }) => {
          const sink = subject<number>()
          observe(sink)
          of(1, 2).subscribe(sink)
          mocks.last.open()
          equal(log, ['send 1', 'send 2', 'close()'])
        },
      },
    ],
  },
  {
    sentence: '`multiplex` asks at its subscription, filters, and says goodbye at its end',
    cases: [
      {
        name: 'the question goes before the messages, the goodbye before the close',
        run: ({ subject, mocks, observe, log }) => {
          const source = subject<string>()
          const topic = source.multiplex(
            () => 'ask',
            () => 'bye',
            (value) => value === 'mine',
          )
          const watch = observe(topic)
          mocks.last.open()
          mocks.last.receive('yours')
          mocks.last.receive('mine')
          watch.unsubscribe()
          equal(log, ['send "ask"', 'a "mine"', 'send "bye"', 'close()'])
        },
      },
      {
        name: 'what its filter or its question throws is an error of the topic alone',
        run: ({ subject, mocks, observe, log }) => {
          const source = subject()
          observe(source)
          mocks.last.open()
          const thrown = new Error('thrown')
          const fail = (): never => {
            throw thrown
          }
          same(
            observe(
              source.multiplex(fail, () => 'bye', Boolean),
              'b',
            ).error,
            thrown,
          )
          const filtered = observe(
            source.multiplex(
              () => 'ask',
              () => 'bye',
              fail,
            ),
            'c',
          )
          mocks.last.receive(1)
          same(filtered.error, thrown)
          claim(log.includes('a 1') && log.includes('send "bye"'), 'the others go on')
          equal(mocks.last.closed, [])
        },
      },
      {
        name: 'a topic that is subscribed again after a failure asks once',
        run: ({ subject, mocks, observe }) => {
          const topic = subject().multiplex(
            () => 'ask',
            () => 'bye',
            Boolean,
          )
          observe(topic)
          mocks.last.fail()
          observe(topic)
          mocks.last.open()
          equal(mocks.last.sent, ['"ask"'])
        },
      },
      {
        name: 'it uses the `next` of a derived class',
        run: ({ WebSocketSubject, mocks, observe }) => {
          class Wrapping extends WebSocketSubject<unknown> {
            override next(value: unknown): void {
              super.next({ value })
            }
          }
          const source = new Wrapping({ url: 'ws://a', WebSocketCtor: mocks.Ctor })
          observe(
            source.multiplex(
              () => 1,
              () => 2,
              Boolean,
            ),
          )
          mocks.last.open()
          equal(mocks.last.sent, ['{"value":1}'])
        },
      },
    ],
  },
]
