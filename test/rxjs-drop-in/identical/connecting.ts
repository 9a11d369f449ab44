import { equal, same } from '../../contract/assert.js'
import type { Identical } from '../drop-in.js'

export const connecting: readonly Identical[] = [
  {
    sentence:
      'The class gets the address and the subprotocols unchanged: `(url)` or `(url, protocol)`',
    cases: [
      {
        name: 'without subprotocols it gets only the address',
        run: ({ subject, mocks, observe }) => {
          observe(subject({ url: 'HTTP://User@Host:80/a b?token=1#part' }))
          equal(mocks.last.created, ['HTTP://User@Host:80/a b?token=1#part'])
        },
      },
      {
        name: 'a relative address and an empty subprotocol',
        run: ({ subject, mocks, observe }) => {
          observe(subject({ url: '/chat', protocol: '' }))
          equal(mocks.last.created, ['/chat'])
        },
      },
      {
        name: 'one subprotocol, and the very list of several',
        run: ({ subject, mocks, observe }) => {
          observe(subject({ protocol: 'not a token' }))
          equal(mocks.last.created, ['ws://a', 'not a token'])
          const protocol = ['x', 'x']
          observe(subject({ protocol }))
          same(mocks.last.created[1], protocol)
        },
      },
      {
        name: 'the configuration is read when the subject is created, and only its own properties',
        run: ({ webSocket, mocks, observe }) => {
          const inherited = { protocol: 'inherited' }
          const config = Object.assign(Object.create(inherited) as typeof inherited, {
            url: 'ws://first',
            WebSocketCtor: mocks.Ctor,
          })
          const subject = webSocket(config)
          config.url = 'ws://second'
          observe(subject)
          equal(mocks.last.created, ['ws://first'])
        },
      },
      {
        name: '`binaryType` is set where the configuration has it',
        run: ({ subject, mocks, observe }) => {
          observe(subject({ binaryType: 'arraybuffer' }))
          equal(Reflect.get(mocks.last.socket, 'binaryType'), 'arraybuffer')
          observe(subject())
          equal('binaryType' in mocks.last.socket, false)
        },
      },
    ],
  },
  {
    sentence: 'What the class throws is an error of the subscription; the next one tries again',
    cases: [
      {
        name: 'the very value that it throws',
        run: ({ subject, mocks, observe, log }) => {
          const thrown = new SyntaxError('not an address')
          mocks.onCreate = () => {
            throw thrown
          }
          const failing = subject()
          same(observe(failing).error, thrown)
          mocks.onCreate = () => undefined
          observe(failing, 'b')
          mocks.last.open()
          mocks.last.receive(1)
          equal(log, ['a error', 'b 1'])
        },
      },
    ],
  },
  {
    sentence: 'The first subscription connects, inside `subscribe`; the others share its socket',
    cases: [
      {
        name: 'creating a subject and `next` do not connect',
        run: ({ subject, mocks, observe }) => {
          const lazy = subject()
          lazy.next(1)
          equal(mocks.all.length, 0)
          observe(lazy)
          equal(mocks.all.length, 1)
          observe(lazy)
          equal(mocks.all.length, 1)
        },
      },
      {
        name: 'each subscriber gets what arrives while it is subscribed',
        run: ({ subject, mocks, observe, log }) => {
          const shared = subject()
          const first = observe(shared)
          mocks.last.open()
          mocks.last.receive(1)
          observe(shared, 'b')
          mocks.last.receive(2)
          first.unsubscribe()
          mocks.last.receive(3)
          equal(log, ['a 1', 'a 2', 'b 2', 'b 3'])
        },
      },
      {
        name: 'after an end, and after the last one has left, a subscription connects again',
        run: ({ subject, mocks, observe }) => {
          const again = subject()
          observe(again)
          mocks.last.open()
          mocks.last.end()
          observe(again).unsubscribe()
          observe(again)
          equal(mocks.all.length, 3)
        },
      },
    ],
  },
  {
    sentence: 'An `open` event is an opening, whatever the `protocol` of the socket is',
    cases: [
      {
        name: 'with a subprotocol that was not offered',
        run: ({ subject, mocks, observe }) => {
          const offered = subject({ protocol: 'chat' })
          observe(offered)
          Reflect.set(mocks.last.socket, 'protocol', 'soup')
          mocks.last.open()
          offered.next(1)
          equal(mocks.last.sent, ['1'])
        },
      },
    ],
  },
]
