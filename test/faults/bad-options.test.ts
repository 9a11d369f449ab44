import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BrowserWebSocketChannel } from '../../src/browser.js'
import { WebSocketChannel, channelPair } from '../../src/index.node.js'
import { NodeWebSocketChannel } from '../../src/node.js'
import { thrownBy } from './adversary/thrown-by.js'
import { scriptedClass } from './model/scripted-class.js'

let scripted = scriptedClass()
const noNumbers = ['1000', null, true, {}, [], () => 1, Symbol('x'), 1000n]
const noRange = [NaN, -1, -0.5, -Infinity]

/** The entries that take options; nobody may get so far as to make a socket. */
const entries: readonly (readonly [string, (options: never) => unknown])[] = [
  ['WebSocketChannel.connect', (options) => WebSocketChannel.connect('ws://127.0.0.1:1/', options)],
  [
    'NodeWebSocketChannel.connect',
    (options) => NodeWebSocketChannel.connect('ws://127.0.0.1:1/', options),
  ],
  [
    'BrowserWebSocketChannel.connect',
    (options: unknown) => {
      const isObject = typeof options === 'object' && options !== null && !Array.isArray(options)
      const all = isObject ? { WebSocket: scripted.WebSocket, ...options } : options
      return BrowserWebSocketChannel.connect('ws://127.0.0.1:1/', all as never)
    },
  ],
  ['WebSocketChannel.from', (options) => WebSocketChannel.from(open(), options)],
  ['NodeWebSocketChannel.from', (options) => NodeWebSocketChannel.from(open() as never, options)],
  ['BrowserWebSocketChannel.from', (options) => BrowserWebSocketChannel.from(open(), options)],
  ['channelPair', (options) => channelPair(options)],
]
const connecting = entries.slice(0, 3)

function open(): InstanceType<typeof scripted.WebSocket> {
  const socket = new (scriptedClass().WebSocket)('ws://scripted.test/')
  socket.open()
  return socket
}

beforeEach(() => {
  scripted = scriptedClass()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
})

afterEach(() => {
  // Nothing was begun: no timer runs, no socket was made.
  expect(vi.getTimerCount()).toBe(0)
  expect(scripted.made).toEqual([])
  vi.useRealTimers()
})

describe.each(entries)('%s', (_, call) => {
  const expectAll = (kind: typeof TypeError, name: string, values: readonly unknown[]): void => {
    for (const value of values) {
      const error = thrownBy(() => call({ [name]: value } as never))
      expect(error, `${name}: ${inspect(value)}`).toBeInstanceOf(kind)
      expect((error as Error).message).toMatch(/^Cannot .*[^.]$/)
    }
  }

  it.each(['closeTimeout', 'highWaterMark', 'maxHeldBytes'])('refuses a bad %s', (name) => {
    expectAll(TypeError, name, noNumbers)
    expectAll(RangeError, name, noRange)
  })

  it('refuses a bad unobserved', () => {
    expectAll(TypeError, 'unobserved', [null, 1, true, {}, Symbol('hold')])
    expectAll(RangeError, 'unobserved', ['', 'HOLD', 'keep', 'hold '])
  })

  it('refuses a bad keepAlive', () => {
    expectAll(TypeError, 'keepAlive', [null, true, 1, '20', [20_000], Symbol('x'), () => 1])
    for (const name of ['interval', 'timeout']) {
      expectAll(
        TypeError,
        'keepAlive',
        noNumbers.map((value) => ({ [name]: value })),
      )
      expectAll(
        RangeError,
        'keepAlive',
        noRange.map((value) => ({ [name]: value })),
      )
      const error = thrownBy(() => call({ keepAlive: { [name]: '1s' } } as never))
      const message = `Cannot use keepAlive.${name} of type string: use type number`
      expect(error).toEqual(new TypeError(message))
    }
  })

  it('refuses a bad signal', () => {
    expectAll(TypeError, 'signal', [null, true, 1, 'abort', {}, Symbol('x'), new AbortController()])
  })

  it('refuses options that are none', () => {
    for (const options of [null, 1, 'x', true, Symbol('x'), ['chat']]) {
      expect(
        thrownBy(() => call(options as never)),
        inspect(options),
      ).toBeInstanceOf(TypeError)
    }
  })
})

describe.each(connecting)('%s', (name, call) => {
  it('refuses a bad connectTimeout', () => {
    for (const connectTimeout of noNumbers) {
      expect(thrownBy(() => call({ connectTimeout } as never))).toBeInstanceOf(TypeError)
    }
    for (const connectTimeout of noRange) {
      expect(thrownBy(() => call({ connectTimeout } as never))).toBeInstanceOf(RangeError)
    }
  })

  it('refuses bad subprotocols', () => {
    for (const protocols of [null, 1, {}, [1], [null], Symbol('x'), new Set(['a'])]) {
      expect(
        thrownBy(() => call({ protocols } as never)),
        inspect(protocols),
      ).toBeInstanceOf(TypeError)
    }
    for (const protocols of [
      '',
      'a b',
      'a,b',
      'ä',
      '\0',
      ['a', 'a'],
      ['a', 'A'],
      ['a', ''],
      'a\r\nX: y',
    ]) {
      expect(
        thrownBy(() => call({ protocols } as never)),
        inspect(protocols),
      ).toBeInstanceOf(SyntaxError)
    }
  })

  it('refuses a bad WebSocket', () => {
    for (const WebSocket of [null, 1, 'WebSocket', {}, Symbol('x')]) {
      const error = thrownBy(() => call({ WebSocket } as never))
      expect(error, `${name}: ${inspect(WebSocket)}`).toBeInstanceOf(TypeError)
    }
  })
})

describe('options that only Node has', () => {
  const connect = (options: object): unknown =>
    thrownBy(() => NodeWebSocketChannel.connect('ws://127.0.0.1:1/', options))

  it('are refused when bad', () => {
    for (const maxPayload of noNumbers) expect(connect({ maxPayload })).toBeInstanceOf(TypeError)
    for (const maxPayload of noRange) expect(connect({ maxPayload })).toBeInstanceOf(RangeError)
    for (const headers of [1, 'a: b', true, null, new Headers({ a: 'b' }), new Map([['a', 'b']])]) {
      expect(connect({ headers })).toBeInstanceOf(TypeError)
    }
    for (const headers of [{ 'a b': 'c' }, { a: 'b\r\nc: d' }, { a: '\0' }]) {
      expect(connect({ headers })).toBeInstanceOf(TypeError)
    }
    for (const perMessageDeflate of [1, 'x']) {
      expect(connect({ perMessageDeflate })).toBeInstanceOf(TypeError)
    }
  })
})
