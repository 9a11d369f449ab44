import { once } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { BrowserWebSocketChannel } from '../../src/browser.js'
import { channelPair } from '../../src/index.node.js'
import { startEchoServer } from '../../src/testing.js'
import { CountingSignal } from '../contract/counting-signal.js'
import { thrownBy } from './adversary/thrown-by.js'
import { errorOf, watch } from './adversary/watch.js'
import { scriptedClass } from './model/scripted-class.js'
import { echoed, type ScriptedSocket } from './model/scripted-socket.js'

/** A scripted socket of a class that adds one method. */
function withOwn(own: Partial<ScriptedSocket>): ReturnType<typeof scriptedClass> {
  const scripted = scriptedClass()
  Object.assign(scripted.WebSocket.prototype, own)
  return scripted
}

describe('a socket that at its opening', () => {
  it('throws in `send` fails the channel, and what waited is counted', async () => {
    const { WebSocket, only } = withOwn({
      send() {
        throw new Error('Cannot be read')
      },
    })
    const channel = BrowserWebSocketChannel.connect('ws://scripted.test/', { WebSocket })
    const seen = watch(channel)
    channel.sink.add('one')
    channel.sink.add('two')
    only().open()
    await seen.ended
    expect(errorOf(seen)).toMatchObject({
      name: 'ConnectionClosedError',
      cause: new Error('Cannot be read'),
    })
    // Neither was sent.
    expect(channel.sink.bufferedAmount).toBe(6)
  })

  it('delivers inside `send` is closed behind all that was added before', async () => {
    const done: unknown[] = []
    const { WebSocket, only } = scriptedClass()
    class Noting extends WebSocket {
      override send(data: string): void {
        done.push(data)
        super.send(data)
      }
      override close(...values: unknown[]): void {
        done.push(values)
        super.close(...values)
      }
    }
    const channel = BrowserWebSocketChannel.connect('ws://scripted.test/', { WebSocket: Noting })
    channel.stream.subscribe(() => void channel.sink.close(4000, 'enough'))
    channel.sink.add(echoed)
    channel.sink.add('behind it')
    only().open()
    only().end(4000, 'enough')
    expect(await channel.closed).toMatchObject({ code: 4000, wasClean: true })
    // At the end it is closed once more, which stops a wrapper that would reconnect.
    expect(done).toEqual([echoed, 'behind it', [4000, 'enough'], []])
  })

  it('cannot be listened to leaves neither a timer nor a listener behind', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { WebSocket } = scriptedClass()
    class Deaf extends WebSocket {
      override addEventListener = undefined as never
    }
    const signal = new CountingSignal()
    const connect = (): unknown =>
      BrowserWebSocketChannel.connect('ws://scripted.test/', { WebSocket: Deaf, signal })
    expect(thrownBy(connect)).toBeInstanceOf(TypeError)
    expect([vi.getTimerCount(), signal.listeners]).toEqual([0, 0])
    vi.useRealTimers()
  })
})

describe('an opening that fails', () => {
  it.each([[['']], [['', '']], [[new Uint8Array()]]])(
    'rejects the `addStream` of empty frames that waited for it: %j',
    async (frames) => {
      const { WebSocket, only } = scriptedClass()
      const channel = BrowserWebSocketChannel.connect('ws://scripted.test/', { WebSocket })
      const added = channel.sink.addStream(frames).catch((error: unknown) => error)
      await new Promise((resolve) => setTimeout(resolve))
      only().end(1006, '')
      const failure: unknown = await channel.ready.catch((error: unknown) => error)
      expect(await added).toBe(failure)
    },
  )
})

describe('an aborted signal', () => {
  it('without a reason, as in React Native, aborts with an AbortError', async () => {
    const signal = new CountingSignal()
    signal.abort(undefined)
    const { WebSocket } = scriptedClass()
    const channel = BrowserWebSocketChannel.connect('ws://scripted.test/', { WebSocket, signal })
    await expect(channel.ready).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('leaves the codes of the side as they are', async () => {
    const [client, server] = channelPair({ signal: AbortSignal.abort() })
    expect(() => void client.sink.close(1011)).toThrow(RangeError)
    expect(await server.sink.close(1011)).toMatchObject({ code: 1006 })
  })

  it.each([WebSocket.CONNECTING, WebSocket.OPEN, WebSocket.CLOSING])(
    'drops a socket of ws in state %i, and nothing is left uncaught',
    async (state) => {
      const server = await startEchoServer()
      const socket = new WebSocket(server.url)
      if (state !== WebSocket.CONNECTING) await once(socket, 'open')
      if (state === WebSocket.CLOSING) socket.close()
      expect(socket.readyState).toBe(state)
      const ended = new Promise((resolve) => socket.once('close', resolve))
      const signal = AbortSignal.abort()
      const channel = BrowserWebSocketChannel.from(socket, { signal })
      await expect(channel.ready).rejects.toMatchObject({ name: 'AbortError' })
      await ended
      await server.close()
    },
  )
})
