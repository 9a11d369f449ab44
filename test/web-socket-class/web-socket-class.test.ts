import { expect, inject, it, vi } from 'vitest'
import { NodeWebSocketChannel } from '../../src/node.js'
import { channelPair, webSocketClass } from '../../src/index.js'
import { runCases } from './run-cases.js'

const Class = webSocketClass((url, protocols) => NodeWebSocketChannel.connect(url, { protocols }))

runCases('webSocketClass over ws', Class, inject('peerUrl'))

it('takes no value but a function', () => {
  for (const value of [undefined, null, 'wss://echo.example', {}]) {
    expect(() => webSocketClass(value as never)).toThrow(TypeError)
  }
})

it('constructs over nothing but a channel', async () => {
  for (const value of [undefined, null, {}, Promise.reject(new Error('connect is async'))]) {
    const Wrong = webSocketClass(() => value as never)
    expect(() => new Wrong('wss://echo.example')).toThrow(
      new TypeError('Cannot use the result of connect: it is no channel'),
    )
  }
  await new Promise((resolve) => setTimeout(resolve))
})

it('emits all events of a channel that opened and ended before there were listeners', async () => {
  const [client, server] = channelPair()
  await server.sink.addStream(['a', 'b'])
  await server.sink.close(4000, 'done')
  const Ended = webSocketClass(() => client)
  const socket = new Ended('wss://echo.example')
  const events: unknown[] = []
  socket.onopen = () => events.push('open')
  socket.onmessage = ({ data }) => events.push(data)
  socket.onerror = () => events.push('error')
  socket.onclose = ({ code, reason, wasClean }) => events.push([code, reason, wasClean])
  await vi.waitFor(() => {
    expect(events).toEqual(['open', 'a', 'b', [4000, 'done', true]])
  })
})

it('closes a channel that is open when `close` is called inside the same tick', async () => {
  const [client, server] = channelPair()
  server.stream.subscribe({ error: () => undefined })
  const Open = webSocketClass(() => client)
  const socket = new Open('wss://echo.example')
  const events: string[] = []
  for (const type of ['open', 'message', 'error', 'close'] as const) {
    socket.addEventListener(type, () => events.push(type))
  }
  socket.close()
  await vi.waitFor(() => {
    expect([events, socket.readyState]).toEqual([['error', 'close'], 3])
  })
})
