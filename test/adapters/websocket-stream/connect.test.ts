import { afterEach, expect, it, vi } from 'vitest'
import { WebSocketStreamChannel } from '../../../src/websocket-stream.js'
import { FakeWebSocketStream } from './fake-web-socket-stream.js'

const url = 'ws://127.0.0.1:9/'

afterEach(() => {
  vi.unstubAllGlobals()
})

it('throws where the platform has no WebSocketStream, and names what to use instead', () => {
  expect(() => WebSocketStreamChannel.connect(url)).toThrow(
    new TypeError('Cannot connect without WebSocketStream: use WebSocketChannel'),
  )
})

it('checks its arguments first, where the platform has no WebSocketStream', () => {
  expect(() => WebSocketStreamChannel.connect('ftp://host')).toThrow(SyntaxError)
  expect(() => WebSocketStreamChannel.connect(url, { closeTimeout: -1 })).toThrow(RangeError)
  expect(() =>
    WebSocketStreamChannel.connect(url, { WebSocket: FakeWebSocketStream } as object),
  ).toThrow(/^Cannot use option WebSocket: use /)
})

it('offers no list of subprotocols if there are none', async () => {
  const given: unknown[] = []
  class Platform extends FakeWebSocketStream {
    constructor(...values: unknown[]) {
      super()
      given.push(values)
    }
  }
  vi.stubGlobal('WebSocketStream', Platform)
  WebSocketStreamChannel.connect(url).abort()
  WebSocketStreamChannel.connect(url, { protocols: 'chat' }).abort()
  await Promise.resolve()
  expect(given).toEqual([
    [url, {}],
    [url, { protocols: ['chat'] }],
  ])
})

it('closes a stream whose signal is aborted while it is made', async () => {
  const controller = new AbortController()
  const made: FakeWebSocketStream[] = []
  class Platform extends FakeWebSocketStream {
    constructor() {
      super()
      made.push(this)
      controller.abort('changed my mind')
    }
  }
  vi.stubGlobal('WebSocketStream', Platform)
  const channel = WebSocketStreamChannel.connect(url, { signal: controller.signal })
  await expect(channel.ready).rejects.toBe('changed my mind')
  expect(made.map(({ closes }) => closes)).toEqual([[undefined]])
})
