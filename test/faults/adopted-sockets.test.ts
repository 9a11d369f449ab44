import { afterEach, describe, expect, it, vi } from 'vitest'
import { BrowserWebSocketChannel } from '../../src/browser.js'
import { errorOf, watch } from './adversary/watch.js'
import { within } from './adversary/within.js'
import { scriptedClass } from './model/scripted-class.js'

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('a socket that is taken over', () => {
  it.each([2, 3])('in readyState %i is a channel that failed', async (readyState) => {
    const { WebSocket } = scriptedClass()
    const socket = new WebSocket('ws://user:secret@scripted.test/path?token=secret#secret')
    socket.readyState = readyState
    const channel = BrowserWebSocketChannel.from(socket)
    const seen = watch(channel)
    await within(1_000, 'the end', seen.ended)
    const error = errorOf(seen) as Error
    expect(error).toMatchObject({ phase: 'network', url: 'ws://scripted.test/path' })
    expect(error.message).not.toContain('secret')
  })

  it.each([
    ['an empty url', ''],
    ['no url', null],
  ])('with %s is a server only if it is of the class of the platform', async (_, url) => {
    class Platform extends EventTarget {
      readonly url = url
      readonly readyState = 1
      readonly closed: unknown[][] = []
      send(): void {
        throw new Error('Nothing is sent here')
      }
      close(...args: unknown[]): void {
        this.closed.push(args)
      }
    }
    const wrapper = BrowserWebSocketChannel.from(new Platform())
    expect(() => wrapper.sink.close(1011)).toThrow(RangeError)
    wrapper.abort()
    vi.stubGlobal('WebSocket', Platform)
    const socket = new Platform()
    const server = BrowserWebSocketChannel.from(socket, { closeTimeout: 20 })
    await server.sink.close(1011, 'db down')
    expect(socket.closed).toEqual([[1011, 'db down'], []])
  })

  it('whose url throws has none', async () => {
    const { WebSocket } = scriptedClass()
    const socket = Object.defineProperty(new WebSocket('ws://x.test/'), 'url', {
      get() {
        throw new Error('No url today')
      },
    })
    const channel = BrowserWebSocketChannel.from(socket)
    socket.fail()
    await expect(channel.ready).rejects.toMatchObject({
      url: '',
      message: 'Connection failed: Broken',
    })
  })

  it.each([2, 3])(
    'that reconnects by itself is closed when the channel ends (%#)',
    async (readyState) => {
      const { WebSocket } = scriptedClass()
      const socket = new WebSocket('ws://scripted.test/')
      const channel = BrowserWebSocketChannel.from(socket)
      socket.open()
      socket.end(4000, 'bye')
      // As partysocket: the wrapper is closed when it emits `close`, and connecting anew soon.
      socket.readyState = readyState
      await channel.closed
      expect(socket.closeCalls).toEqual([[]])
    },
  )

  it('while connecting opens when the socket does', async () => {
    const { WebSocket } = scriptedClass()
    const socket = new WebSocket('ws://scripted.test/')
    const channel = BrowserWebSocketChannel.from(socket)
    channel.sink.add('early')
    socket.open()
    await channel.ready
    expect(socket.sent).toEqual(['early'])
    channel.abort()
  })
})
