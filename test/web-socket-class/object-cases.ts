import { claim, equal } from '../contract/assert.js'
import { type ClassCase, nameThrownBy } from './class-case.js'

/** The constructor, the attributes and the events. */
export const objectCases: readonly ClassCase[] = [
  {
    name: 'the constructor checks its arguments',
    run({ WebSocket }) {
      for (const address of ['ftp://a', 'ws://a/#fragment', 'ws://', 'mailto:a@b']) {
        equal(
          nameThrownBy(() => new WebSocket(address)),
          'SyntaxError',
          address,
        )
      }
      for (const protocols of ['a b', ['a', 'a'], ['']]) {
        const call = (): unknown => new WebSocket('ws://127.0.0.1:9/', protocols)
        equal(nameThrownBy(call), 'SyntaxError', String(protocols))
      }
      const Bare = WebSocket as unknown as new () => unknown
      equal(
        nameThrownBy(() => new Bare()),
        'TypeError',
        'without a URL',
      )
    },
  },
  {
    name: 'a subprotocol is negotiated',
    async run(play) {
      const socket = play.socket('/protocol?choose=b', ['a', 'b'])
      equal([socket.protocol, socket.extensions], ['', ''], 'before open')
      await play.until('open')
      equal(socket.protocol, 'b')
      socket.close()
    },
  },
  {
    name: 'url has the scheme ws, and a path',
    run({ WebSocket }) {
      const socket = new WebSocket('http://127.0.0.1:9')
      socket.onerror = () => undefined
      equal(socket.url, 'ws://127.0.0.1:9/')
    },
  },
  {
    name: 'the constants are on the class and its objects',
    run(play) {
      const { WebSocket } = play
      const socket = play.socket('/no-answer')
      const of = (owner: typeof WebSocket | WebSocket): unknown => [
        owner.CONNECTING,
        owner.OPEN,
        owner.CLOSING,
        owner.CLOSED,
      ]
      equal(
        [of(WebSocket), of(socket)],
        [
          [0, 1, 2, 3],
          [0, 1, 2, 3],
        ],
      )
      equal(WebSocket.name, 'WebSocket')
      claim(socket instanceof EventTarget, 'a socket is an EventTarget')
      socket.close()
    },
  },
  {
    name: 'binaryType is blob at first, and ignores other values',
    run({ WebSocket }) {
      const socket = new WebSocket('ws://127.0.0.1:9')
      socket.onerror = () => undefined
      equal(socket.binaryType, 'blob')
      socket.binaryType = 'arraybuffer'
      socket.binaryType = 'text' as never
      equal(socket.binaryType, 'arraybuffer')
    },
  },
  {
    name: 'handlers are called in their place among the listeners',
    async run(play) {
      const socket = play.socket('/echo')
      equal(socket.onopen, null, 'a handler that was not set')
      const order: string[] = []
      socket.addEventListener('open', () => order.push('first'))
      socket.onopen = () => order.push('replaced')
      socket.addEventListener('open', () => order.push('third'))
      socket.onopen = function (this: unknown) {
        order.push(this === socket ? 'second' : 'another this')
      }
      await play.until('open')
      // The log's listener was added first.
      await new Promise((resolve) => setTimeout(resolve))
      equal(order, ['first', 'second', 'third'])
      socket.onopen = 'no function' as never
      equal(socket.onopen, null, 'a handler that is no function')
      socket.close()
    },
  },
  {
    name: 'a handler that was null is called behind the listeners that were added meanwhile',
    async run(play) {
      const socket = play.socket('/echo')
      const order: string[] = []
      const handler = (): unknown => order.push('handler')
      socket.onopen = handler
      socket.addEventListener('open', () => order.push('listener'))
      socket.onopen = null
      socket.onopen = handler
      socket.onclose = handler
      socket.onclose = null
      await play.until('open')
      await new Promise((resolve) => setTimeout(resolve))
      equal(order, ['listener', 'handler'])
      socket.close()
      await play.until('close')
      await new Promise((resolve) => setTimeout(resolve))
      equal(order.length, 2, 'a handler that is null')
    },
  },
  {
    name: 'an object as a handler is kept, and not called',
    async run(play) {
      const socket = play.socket('/echo')
      const handler = { handleEvent: () => play.note('called') }
      socket.onopen = handler as never
      claim((socket.onopen as unknown) === handler, 'the object is kept')
      await play.until('open')
      await new Promise((resolve) => setTimeout(resolve))
      equal(play.log, ['open, 1'])
      socket.close()
    },
  },
  {
    name: 'an object says what it is',
    run(play) {
      const socket = play.socket('/no-answer')
      equal(Object.prototype.toString.call(socket), '[object WebSocket]')
      socket.close()
    },
  },
  {
    name: 'arguments that cannot be converted are a TypeError',
    async run(play) {
      const { WebSocket } = play
      const symbol = Symbol('no string') as never
      for (const call of [() => new WebSocket(symbol), () => new WebSocket('ws://a', [symbol])]) {
        equal(nameThrownBy(call), 'TypeError', 'the constructor')
      }
      const socket = play.socket('/echo')
      await play.until('open')
      const calls = {
        send: () => socket.send(symbol),
        'the code': () => socket.close(symbol),
        'a BigInt as the code': () => socket.close(1000n as never),
        'the reason': () => socket.close(1000, symbol),
      }
      for (const [what, call] of Object.entries(calls)) equal(nameThrownBy(call), 'TypeError', what)
      equal(socket.readyState, WebSocket.OPEN)
      socket.close()
    },
  },
  {
    name: 'events have their members and types',
    async run(play) {
      const socket = play.socket('/send?text=one&close=4000')
      const seen: unknown[] = []
      socket.onmessage = (event) => seen.push([event.type, event.origin, event.target === socket])
      socket.onclose = (event) => seen.push([event.type, event.target === socket])
      await play.until('close')
      await new Promise((resolve) => setTimeout(resolve))
      equal(seen, [
        ['message', new URL(socket.url).origin, true],
        ['close', true],
      ])
    },
  },
]
