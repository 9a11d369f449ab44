import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { BrowserWebSocketChannel } from '../../src/browser.js'
import { NodeWebSocketChannel } from '../../src/node.js'
import { startEchoServer } from './adversary/echo-server.js'
import { brokenInvariants, errorOf, watch } from './adversary/watch.js'
import { within } from './adversary/within.js'
import { connect, connectBy, end, lost, type Scene } from './model/scene.js'
import { scriptedClass, type ScriptedClass } from './model/scripted-class.js'
import type { ScriptedSocket } from './model/scripted-socket.js'

/** Every member of a socket that the library uses. */
const members = [
  'binaryType',
  'readyState',
  'protocol',
  'bufferedAmount',
  'send',
  'close',
  'addEventListener',
  'removeEventListener',
  'terminate',
] as const

interface ThrowingClass extends ScriptedClass {
  readonly thrown: Error
}

/** A class whose sockets throw when a member is used. */
function throwing(member: (typeof members)[number]): ThrowingClass {
  const scripted = scriptedClass()
  const thrown = new Error(`No ${member} today`)
  const WebSocket = function (url: string): ScriptedSocket {
    return new Proxy(new scripted.WebSocket(url), {
      get(socket, key) {
        if (key === member) throw thrown
        const value: unknown = Reflect.get(socket, key, socket)
        return typeof value === 'function' ? (value.bind(socket) as unknown) : value
      },
      set(socket, key, value) {
        if (key === member) throw thrown
        return Reflect.set(socket, key, value, socket)
      },
    })
  } as unknown as ScriptedClass['WebSocket']
  return { ...scripted, WebSocket, thrown }
}

describe.each(members)('a socket whose `%s` throws', (member) => {
  const begin = (): Scene => connectBy(throwing(member), { connectTimeout: 20, closeTimeout: 20 })
  const ends = async ({ channel, seen, socket }: Scene): Promise<void> => {
    await within(2_000, 'the end', seen.ended)
    expect(brokenInvariants(channel, seen)).toEqual([])
    // Where listeners cannot be removed they stay, and the channel ends all the same.
    if (member !== 'removeEventListener') expect(socket.listenerCount).toBe(0)
  }

  it('ends when the opening fails', async () => {
    const scene = begin()
    scene.socket.fail()
    await ends(scene)
  })

  it('ends when the opening takes too long', async () => {
    await ends(begin())
  })

  it('ends when the peer closes', async () => {
    const scene = begin()
    scene.socket.open()
    scene.socket.message('text')
    scene.socket.end(4000, 'bye')
    await ends(scene)
  })

  it.each([true, false])('ends after `close`, if the peer answers: %s', async (answers) => {
    const scene = begin()
    scene.channel.sink.add('early')
    scene.socket.open()
    scene.channel.sink.next('late')
    expect(scene.channel.sink.bufferedAmount).toBeGreaterThanOrEqual(0)
    const closed = scene.channel.sink.close(4000, 'bye')
    if (answers) scene.socket.end(4000, 'bye')
    await within(2_000, '`close`', closed)
    await ends(scene)
  })

  it('ends after `abort`', async () => {
    const scene = begin()
    scene.socket.open()
    scene.channel.abort()
    await ends(scene)
  })

  it('ends when it is taken over, or is refused there', async () => {
    const { WebSocket, thrown } = throwing(member)
    const socket = new WebSocket('ws://scripted.test/')
    const take = (): BrowserWebSocketChannel => BrowserWebSocketChannel.from(socket)
    if (member === 'readyState') {
      expect(take).toThrow(thrown)
      return
    }
    const channel = take()
    channel.abort()
    await within(2_000, '`closed`', channel.closed)
  })
})

describe('an exception of the platform', () => {
  it('in `send` ends the channel: its cause, and the bytes that were not sent', async () => {
    const WebSocket = throwing('send')
    const scene = connectBy(WebSocket)
    scene.socket.open()
    scene.channel.sink.add('four')
    await end(scene)
    const closed = { name: 'ConnectionClosedError', ...lost, cause: WebSocket.thrown }
    expect(errorOf(scene.seen)).toMatchObject(closed)
    expect(scene.channel.sink.bufferedAmount).toBe(4)
    expect(scene.socket.closeCalls).toEqual([[]])
  })

  it('in `send` at opening keeps the queue in `bufferedAmount`', async () => {
    const scene = connectBy(throwing('send'))
    scene.channel.sink.add('four')
    scene.channel.sink.add('and four')
    scene.socket.open()
    await end(scene)
    expect(scene.channel.sink.bufferedAmount).toBe(12)
  })

  it('in `close` with a code ends the channel, which closes without one', async () => {
    const scripted = scriptedClass()
    class WebSocket extends scripted.WebSocket {
      override close(...args: unknown[]): void {
        super.close(...args)
        if (args.length > 0) throw new Error('No codes today')
      }
    }
    const scene = connectBy({ ...scripted, WebSocket })
    scene.socket.open()
    const closed = scene.channel.sink.close(4000, 'bye')
    await end(scene)
    expect(await closed).toMatchObject({ ...lost, initiator: 'local' })
    expect(scene.socket.closeCalls).toEqual([[4000, 'bye'], []])
  })

  it.each([
    ['message', 'data'],
    ['close', 'code'],
    ['error', 'message'],
  ])('in a "%s" event, in its `%s`, ends the channel', async (type, field) => {
    const scene = connect()
    const thrown = new Error('No such field')
    const event = Object.defineProperty({}, field, {
      get() {
        throw thrown
      },
    })
    scene.socket.open()
    scene.socket.emit(type, event)
    await end(scene)
    expect(errorOf(scene.seen)).toMatchObject({ ...lost, cause: thrown })
  })
})

describe('data that is no frame', () => {
  it.each([undefined, null, 5, true, {}, [1, 2], Symbol('x'), new Map([[1, 2]])])(
    'ends the channel behind the frames before it (%#)',
    async (data) => {
      const scene = connect({ givesBlobs: true })
      scene.socket.open()
      scene.socket.message(Uint8Array.of(1))
      scene.socket.deliver(data)
      scene.socket.message('never delivered')
      await end(scene)
      expect(scene.seen.frames()).toEqual([Uint8Array.of(1)])
      expect(errorOf(scene.seen)).toMatchObject(lost)
      expect((errorOf(scene.seen) as Error).cause).toBeInstanceOf(TypeError)
      expect(scene.socket.closeCalls).toEqual([[]])
    },
  )
})

describe.each(['send', 'close', 'terminate', 'pause', 'resume', 'bufferedAmount'] as const)(
  'a socket of `ws` whose `%s` throws',
  (member) => {
    const thrown = new Error(`No ${member} today`)

    /** A channel over such a socket, without the fast path, to a server that sends everything back. */
    async function adopt() {
      const server = await startEchoServer()
      const native = new WebSocket(server.url)
      native.on('error', () => undefined)
      await once(native, 'open')
      const channel = NodeWebSocketChannel.from(native, { fastPath: false, closeTimeout: 50 })
      const isMethod = member !== 'bufferedAmount'
      const fail = (): never => {
        throw thrown
      }
      Object.defineProperty(native, member, isMethod ? { value: fail } : { get: fail })
      const seen = watch(channel)
      return {
        channel,
        end: async (): Promise<void> => {
          await within(2_000, 'the end', seen.ended)
          expect(brokenInvariants(channel, seen)).toEqual([])
          // The socket keeps its connection where `terminate` throws.
          for (const client of server.server.clients) client.terminate()
          await server.close()
        },
      }
    }

    it('ends after `close`', async () => {
      const { channel, end } = await adopt()
      void channel.sink.close(4000)
      await end()
    })

    it('ends after `abort`', async () => {
      const { channel, end } = await adopt()
      channel.abort()
      await end()
    })

    it('throws nothing out of `add`, and ends after a failure', async () => {
      const { channel, end } = await adopt()
      channel.sink.add('four')
      if (member !== 'send') channel.abort()
      await end()
    })
  },
)
